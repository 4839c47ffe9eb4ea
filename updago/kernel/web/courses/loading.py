"""What the pages on which a course is built load: a section, a kind of activity to add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from updago.kernel.permissions.places import Place
from updago.kernel.spaces.contexts import CourseContext, load_course
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.structure import CourseStructure, SectionNode

if TYPE_CHECKING:
    from pyramid.request import Request

__all__ = ["CourseContext", "SectionContext", "TypeContext", "load_section", "load_type"]


@dataclass(frozen=True, slots=True)
class SectionContext:
    """A section of a course; whoever may edit the course may edit it."""

    course: CourseStructure
    section: SectionNode
    place: Place


@dataclass(frozen=True, slots=True)
class TypeContext:
    """A kind of activity that is to be added to a section."""

    course: CourseStructure
    section: SectionNode
    kind: ActivityType
    place: Place


def load_section(request: Request) -> SectionContext | None:
    """The section of the route's `section_id` in the course of its `course_id`."""
    context = load_course(request)
    if context is None:
        return None
    section = context.course.section_by_id.get(int(request.matchdict["section_id"]))
    return None if section is None else SectionContext(context.course, section, context.place)


def load_type(request: Request) -> TypeContext | None:
    """The section, and the kind of activity of the route's `type`; None when that is off."""
    context = load_section(request)
    kind = request.site.declared(ActivityType).find(request.matchdict["type"])
    if context is None or kind is None:
        return None
    return TypeContext(context.course, context.section, kind, context.place)
