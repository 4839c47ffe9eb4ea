"""The way into a course for those who are not in it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.permissions.oracle import ENTER
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.contexts import CourseContext, load_course
from updago.kernel.spaces.declarations import EnrolmentMethod
from updago.kernel.spaces.models.enrolment import SUSPENDED
from updago.kernel.spaces.queries import WayIn, enrolments_of, ways_in
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.spaces.tree import SEE_COURSES

if TYPE_CHECKING:
    from pyramid.request import Request


def outside(course: CourseStructure) -> Place:
    """The place before the door of a course: its category, behind the course's own gates."""
    levels = tuple(level for level in course.place.levels if level[0] != "course")
    return Place(levels, course.place.gates)


def open_ways(request: Request, course_id: int) -> tuple[WayIn, ...]:
    """The ways that people take themselves."""
    ways = ways_in(request.db, course_id, request.site.declared(EnrolmentMethod))
    return tuple(way for way in ways if way.enter_route is not None)


def is_suspended(request: Request, course_id: int) -> bool:
    """Whether somebody shut the person of the request out: no other way lets them in again."""
    person_id = request.visitor.person_id
    if person_id is None:
        return False
    held = enrolments_of(request.db, course_id, person_id)
    return any(enrolment.state == SUSPENDED for enrolment, _method in held)


def load_door(request: Request) -> CourseContext | None:
    """The course of the route's `course_id`, seen from before its door."""
    context = load_course(request)
    return None if context is None else CourseContext(context.course, outside(context.course))


def load_course_or_door(request: Request) -> CourseContext | None:
    """The course of the route's `course_id`; who may know of it but not enter goes to its door.

    Raises HTTPSeeOther. A course that shows itself in the lists is not secret.
    """
    context = load_course(request)
    if context is None or request.may(ENTER, context.place):
        return context
    is_somebody = request.visitor.person_id is not None or request.visitor.is_guest
    if is_somebody and request.may(SEE_COURSES, outside(context.course)):
        raise HTTPSeeOther(request.route_path("course.enter", course_id=context.course.id))
    return context
