"""The page on which teachers find people and enrol them."""

from __future__ import annotations

from typing import Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from plugins.enrol_manual.forms import ROLE_NAMES, EnrolForm
from plugins.enrol_manual.operations import METHOD, enrol_people
from updago.api.accounts import Person
from updago.api.errors import Denied
from updago.api.forms import bind, checked, choices_of, to_model
from updago.api.i18n import _
from updago.api.permissions import STUDENT, may_assign
from updago.api.spaces import InstanceContext, load_instance, people_to_enrol
from updago.api.web import Action, Crumb, Empty, Search, page_of

FOUND_LIMIT: Final = 20


def load(request: Request) -> InstanceContext | None:
    """The instance of the address, when it is of this method."""
    return load_instance(request, METHOD)


def show(request: Request) -> dict[str, Any]:
    """Search people, and choose among those found."""
    context: InstanceContext = request.context
    keyword = request.GET.get("q", "").strip()
    form, found = _form(request, keyword)
    title = request.translate(_("Enrol people"))
    home = request.route_path("course.view", course_id=context.course.id)
    here = request.route_path("enrol_manual.instance.edit", instance_id=context.instance.id)
    return {
        "page": page_of(
            request, title, crumbs=(Crumb(context.course.short_name, home), Crumb(title))
        ),
        "search": Search(here, keyword, label=request.translate(_("Name, username or e-mail"))),
        "form": to_model(
            request,
            form,
            action=request.path_qs,
            submit=_("Enrol"),
            cancel=Action(request.translate(_("Back to the course")), home),
        ),
        "empty": None if found else _nobody(request, keyword),
    }


def enrol(request: Request) -> Response:
    """Enrol those chosen, with a role that the teacher may give. Raises Denied, Invalid."""
    context: InstanceContext = request.context
    _form(request, request.GET.get("q", "").strip())
    data = checked(request, EnrolForm).data
    if not may_assign(request.oracle, data["role"], context.place):
        raise Denied(_("You may not give this role here."))
    number = enrol_people(
        request.act,
        instance_id=context.instance.id,
        person_ids=data["people"],
        role=data["role"],
        starts_at=data["starts_at"],
        ends_at=data["ends_at"],
    )
    request.flash(_("${number} enrolled.", {"number": number}))
    return HTTPSeeOther(request.path)


def _form(request: Request, keyword: str) -> tuple[EnrolForm, bool]:
    """The form with its choices: people found, and roles that the teacher may give."""
    form = bind(request, EnrolForm, {"role": STUDENT})
    context: InstanceContext = request.context
    found = people_to_enrol(request.db, context.course.id, keyword, FOUND_LIMIT)
    form.people.choices = [(person.id, _line(person)) for person in found]
    form.role.choices = choices_of(
        (role, title)
        for role, title in ROLE_NAMES.items()
        if may_assign(request.oracle, role, context.place)
    )
    return form, bool(found)


def _line(person: Person) -> str:
    parts = (person.full_name, person.username, person.email)
    return " · ".join(part for part in parts if part)


def _nobody(request: Request, keyword: str) -> Empty:
    title = request.translate(_("Nobody found"))
    if not keyword:
        return Empty(title, request.translate(_("Everybody is in this course already.")))
    return Empty(title, request.translate(_("Try another part of the name.")))
