"""What the pages of courses and activities load before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from updago.kernel.permissions.places import Place
from updago.kernel.spaces.models import EnrolmentInstance
from updago.kernel.spaces.places import activity_place, course_place
from updago.kernel.spaces.queries.content import live
from updago.kernel.spaces.structure import ActivityNode, CourseStructure, SectionNode

if TYPE_CHECKING:
    from pyramid.request import Request


@dataclass(frozen=True, slots=True)
class CourseContext:
    """A course and its place."""

    course: CourseStructure
    place: Place


@dataclass(frozen=True, slots=True)
class ActivityContext:
    """An activity, the section and course that hold it, and its place."""

    course: CourseStructure
    section: SectionNode
    activity: ActivityNode
    place: Place


@dataclass(frozen=True, slots=True)
class InstanceContext:
    """A way into a course, and the course's place."""

    course: CourseStructure
    instance: EnrolmentInstance
    place: Place


def load_instance(request: Request, method: str) -> InstanceContext | None:
    """The way in of the route's `instance_id`, when it is of that method."""
    instance = live(request.db, EnrolmentInstance, int(request.matchdict["instance_id"]))
    if instance is None or instance.method != method:
        return None
    course = request.site.structures.get(request.db, instance.course_id)
    return None if course is None else InstanceContext(course, instance, course_place(course))


def load_course(request: Request) -> CourseContext | None:
    """The course of the route's `course_id`."""
    course = request.site.structures.get(request.db, int(request.matchdict["course_id"]))
    return None if course is None else CourseContext(course, course_place(course))


def load_activity(request: Request, type_name: str | None = None) -> ActivityContext | None:
    """The activity of the route's `activity_id`; with `type_name`, only one of that type."""
    activity_id = int(request.matchdict["activity_id"])
    return activity_context(
        request.site.structures.of_activity(request.db, activity_id), activity_id, type_name
    )


def activity_context(
    course: CourseStructure | None, activity_id: int, type_name: str | None = None
) -> ActivityContext | None:
    """The context of one activity of a course; None when it is not there or of another type."""
    activity = None if course is None else course.by_id.get(activity_id)
    if course is None or activity is None or type_name not in {None, activity.type}:
        return None
    section = course.section_by_id[activity.section_id]
    return ActivityContext(course, section, activity, activity_place(course, activity))
