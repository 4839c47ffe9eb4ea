"""The page of a person who may enter a course."""

from __future__ import annotations

from typing import Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from plugins.enrol_self.forms import KeyForm, OpenForm
from plugins.enrol_self.operations import METHOD, enter
from plugins.enrol_self.options import Options
from updago.api.forms import bind, checked, to_model
from updago.api.i18n import _
from updago.api.spaces import InstanceContext, load_instance, teachers_of
from updago.api.web import EnrolView, guessing, page_of

ENTER: Final = "enrol_self:course:enter"


def load(request: Request) -> InstanceContext | None:
    """The instance of the address, when it is of this method and on."""
    context = load_instance(request, METHOD)
    return context if context is not None and context.instance.enabled else None


def show(request: Request) -> dict[str, Any]:
    """Say what the course is, and ask for the key where there is one."""
    context: InstanceContext = request.context
    course = context.course
    teachers = teachers_of(request.db, [course.id], request.oracle.now)
    form = to_model(
        request,
        bind(request, _form_class(context)),
        action=request.path,
        submit=_("Enrol me"),
    )
    model = EnrolView(
        summary=course.summary.markup(),
        teachers=teachers.get(course.id, ()),
        forms=((context.instance.name or request.translate(_("Self-enrolment")), form),),
    )
    return {"page": page_of(request, course.full_name), "model": model}


def enter_course(request: Request) -> Response:
    """Enrol the person of the request and lead them into the course."""
    context: InstanceContext = request.context
    form = checked(request, _form_class(context))
    with guessing(request, f"key {context.instance.id} {request.visitor.person_id}"):
        enter(
            request.act,
            instance_id=context.instance.id,
            person_id=request.visitor.person_id,
            key=form.data.get("key") or "",
        )
    request.flash(_("You are in the course now. Welcome!"))
    return HTTPSeeOther(request.route_path("course.view", course_id=context.course.id))


def _form_class(context: InstanceContext) -> type[KeyForm | OpenForm]:
    return KeyForm if Options.of(context.instance.options).key else OpenForm
