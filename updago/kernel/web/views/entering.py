"""The door of a course: what it is, and the ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.i18n import _
from updago.kernel.permissions.oracle import ENTER
from updago.kernel.spaces.contexts import CourseContext
from updago.kernel.spaces.queries import WayIn, teachers_of
from updago.kernel.spaces.tree import SEE_COURSES
from updago.kernel.web.courses.entering import is_suspended, load_door, open_ways
from updago.kernel.web.courses.texts import shown
from updago.kernel.web.layout import Crumb
from updago.kernel.web.models.catalogue import EnrolView, Way
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action, Empty

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

TEMPLATES: Final = "updago.kernel.web:templates/pages/"


def view(request: Request) -> Any:
    """The summary, the teachers and the ways in; who is in the course already goes on."""
    context: CourseContext = request.context
    course, words = context.course, request.translate
    if request.may(ENTER, course.place):
        return HTTPSeeOther(request.route_path("course.view", course_id=course.id))
    ways = () if (shut := is_suspended(request, course.id)) else open_ways(request, course.id)
    closed = None if ways else _closed(request, is_suspended=shut)
    teachers = teachers_of(request.db, [course.id], request.oracle.now).get(course.id, ())
    model = EnrolView(
        summary=shown(request, course.summary),
        teachers=teachers,
        ways=tuple(_way(request, course.id, way) for way in ways),
        closed=closed,
    )
    crumbs = (
        Crumb(words(_("All courses")), request.route_path("course.list")),
        Crumb(course.short_name),
    )
    page = page_of(
        request, course.full_name, current="course.list", over=course.short_name, crumbs=crumbs
    )
    return {"page": page, "model": model}


def _closed(request: Request, *, is_suspended: bool) -> Empty:
    """What the door says to whom it does not open."""
    words = request.translate
    title, text = _("Enrolment is closed"), _("Ask the teachers of the course to enrol you.")
    if is_suspended:
        title, text = _("Your enrolment is suspended"), _("Ask a teacher of the course.")
    elsewhere = Action(words(_("All courses")), request.route_path("course.list"))
    return Empty(words(title), words(text), "lock", elsewhere)


def _way(request: Request, course_id: int, way: WayIn) -> Way:
    href = request.route_path(way.enter_route, course_id=course_id, instance_id=way.instance_id)
    label = request.translate(_("Enter"))
    title = request.translate(way.title)
    return Way(title, request.translate(way.help), Action(label, href, kind="primary"))


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "course.enter", "/courses/{course_id}/enter", permission=SEE_COURSES, loads=load_door,
        get=view, renderer=TEMPLATES + "enrol.jinja2", rich=True,
    )  # fmt: skip
