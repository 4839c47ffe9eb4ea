"""The page that asks for the password of a course."""

from __future__ import annotations

from typing import Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from plugins.enrol_guest.forms import PasswordForm
from plugins.enrol_guest.operations import METHOD, begin_visit, is_open
from updago.api.forms import bind, checked, to_model
from updago.api.i18n import _
from updago.api.spaces import InstanceContext, load_instance, teachers_of
from updago.api.web import EnrolView, guessing, page_of

ENTER: Final = "enrol_guest:course:enter"


def load(request: Request) -> InstanceContext | None:
    """The instance of the address, when it is of this method and on."""
    context = load_instance(request, METHOD)
    return context if context is not None and context.instance.enabled else None


def show(request: Request) -> Any:
    """Ask for the password; a course without one is entered at once."""
    context: InstanceContext = request.context
    course = context.course
    if is_open(context.instance):
        return HTTPSeeOther(_home(request))
    teachers = teachers_of(request.db, [course.id], request.oracle.now)
    form = to_model(
        request, bind(request, PasswordForm), action=request.path, submit=_("Look into the course")
    )
    model = EnrolView(
        summary=course.summary.markup(),
        teachers=teachers.get(course.id, ()),
        forms=((context.instance.name or request.translate(_("Guest access")), form),),
    )
    return {"page": page_of(request, course.full_name), "model": model}


def look_in(request: Request) -> Response:
    """Let the person in until their session ends."""
    context: InstanceContext = request.context
    if not is_open(context.instance):
        password = checked(request, PasswordForm).password.data or ""
        with guessing(request, f"password {context.instance.id} {request.visitor.person_id}"):
            begin_visit(
                request.act,
                instance_id=context.instance.id,
                person_id=request.visitor.person_id,
                session_id=request.visitor.session_id,
                password=password,
            )
    return HTTPSeeOther(_home(request))


def _home(request: Request) -> str:
    path: str = request.route_path("course.view", course_id=request.context.course.id)
    return path
