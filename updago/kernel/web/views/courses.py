"""The page of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from updago.kernel.i18n import _
from updago.kernel.spaces.contexts import CourseContext
from updago.kernel.spaces.queries.catalogue import teachers_of
from updago.kernel.web.courses.entering import load_course_or_door
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.reading import reading_view
from updago.kernel.web.courses.states import done_of, states_of
from updago.kernel.web.courses.touching import touch_visited
from updago.kernel.web.courses.visible import sections_of
from updago.kernel.web.layout import EditBar
from updago.kernel.web.parts import Action

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

TEMPLATES = "updago.kernel.web:templates/pages/"


def view(request: Request) -> dict[str, Any]:
    """Show the course with the person's own states."""
    context: CourseContext = request.context
    course = context.course
    sections = sections_of(request, course)
    states = states_of(request, sections)
    done = done_of(request, course, sections, states)
    touch_visited(request, course.id)
    teachers = teachers_of(request.db, [course.id], request.oracle.now).get(course.id, ())
    edit = None
    if request.may("course:structure:edit"):
        href = request.route_path("course.edit", course_id=course.id)
        edit = EditBar(switch=Action(request.translate(_("Edit mode")), href))
    return {
        "page": course_page(
            request,
            course,
            course.full_name,
            sections=sections,
            done=done,
            people=", ".join(teachers),
            with_head=True,
            with_blocks=True,
            edit=edit,
        ),
        "model": reading_view(request, course, sections, states, done),
    }


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "course.view",
        "/courses/{course_id}",
        permission="course:space:view",
        loads=load_course_or_door,
        get=view,
        renderer=TEMPLATES + "course.jinja2",
        rich=True,
    )
