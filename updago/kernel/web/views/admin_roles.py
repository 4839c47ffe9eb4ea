"""What an administrator gives a person: roles on the whole site, and a way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import wtforms as w
from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.accounts.commands import invite
from updago.kernel.errors import Invalid
from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import MANAGER
from updago.kernel.permissions.grants import assignable_roles
from updago.kernel.permissions.operations import assign_role, unassign_role
from updago.kernel.permissions.places import SITE, SITE_LEVEL
from updago.kernel.permissions.queries import roles_at
from updago.kernel.web.admin.frame import admin_page
from updago.kernel.web.admin.people import (
    ASSIGN,
    EDIT,
    load_person,
    people_crumb,
    refuse_stronger,
)
from updago.kernel.web.courses.roles import role_name
from updago.kernel.web.forms import bind, checked, choices_of, to_model
from updago.kernel.web.models.general import ConfirmView, FormView
from updago.kernel.web.parts import Action

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
LOCKED_OUT: Final = _("You cannot take your own role of manager: ask another manager.")


class RolesForm(w.Form):
    """The roles that a person holds everywhere."""

    roles = w.SelectMultipleField(
        _("Roles"), description=_("They hold on the whole site, in every course.")
    )


def show(request: Request) -> dict[str, Any]:
    """The roles that the reader may give, those that the person holds ticked."""
    person = request.context.person
    form = _form(request)
    cancel = Action(request.translate(_("Cancel")), request.route_path("admin.people"))
    model = to_model(request, form, action=request.path, submit=_("Save"), cancel=cancel)
    title = request.say(_("Roles of ${name} on the site"), {"name": person.full_name})
    page = admin_page(request, title, below=(people_crumb(request),))
    return {"page": page, "model": FormView(model)}


def save(request: Request) -> Response:
    """Give and take roles. Raises Denied for a role that is not the actor's to give."""
    person_id = request.context.person.id
    _form(request)
    chosen = set(checked(request, RolesForm).roles.data or ())
    held = roles_at(request.db, person_id, SITE_LEVEL) & set(assignable_roles(request.oracle, SITE))
    if person_id == request.visitor.person_id and MANAGER in held - chosen:
        raise Invalid(LOCKED_OUT, field="roles")
    common = {"person_id": person_id, "place": SITE, "granted_by": request.oracle}
    for role in sorted(chosen - held):
        assign_role(request.act, role=role, **common)
    for role in sorted(held - chosen):
        unassign_role(request.act, role=role, **common)
    request.flash(_("The roles are saved."))
    return HTTPSeeOther(request.route_path("admin.people"))


def ask_invite(request: Request) -> dict[str, Any]:
    """What the link is, before one is made."""
    person, words = request.context.person, request.translate
    text = _("${name} opens it once, within its time, and chooses how to sign in.")
    model = ConfirmView(
        text=request.say(text, {"name": person.full_name}),
        act=Action(words(_("Make the link")), request.path, "link", kind="primary", post=True),
        cancel=Action(words(_("Back to the people")), request.route_path("admin.people")),
    )
    return {"page": _invite_page(request), "model": model}


def make_invite(request: Request) -> dict[str, Any]:
    """Make the link and show it to the administrator, who passes it on."""
    person, words = request.context.person, request.translate
    refuse_stronger(request, person.id)
    link = invite(request.site, person.id)
    if link is None:
        raise Invalid(_("No way to sign in on this site gives such links."))
    model = ConfirmView(
        text=words(_("Send this link to its owner, and to nobody else. It is not shown again.")),
        facts=(link,),
        act=Action(words(_("Make another link")), request.path, "link", post=True),
        cancel=Action(words(_("Back to the people")), request.route_path("admin.people")),
    )
    return {"page": _invite_page(request), "model": model}


def _form(request: Request) -> RolesForm:
    given = assignable_roles(request.oracle, SITE)
    held = roles_at(request.db, request.context.person.id, SITE_LEVEL)
    form = bind(request, RolesForm, {"roles": sorted(held & set(given))})
    form.roles.choices = choices_of((role, role_name(request, role)) for role in given)
    return form


def _invite_page(request: Request) -> Any:
    title = request.say(
        _("Link to sign in for ${name}"), {"name": request.context.person.full_name}
    )
    return admin_page(request, title, below=(people_crumb(request),), narrow=True)


def includeme(config: Configurator) -> None:
    """Register the pages."""
    one = "/admin/people/{person_id}/"
    config.add_page(
        "admin.person.roles", one + "roles", permission=ASSIGN, loads=load_person,
        get=show, post=save, renderer=TEMPLATES + "form.jinja2",
    )  # fmt: skip
    config.add_page(
        "admin.person.invite", one + "invite", permission=EDIT, loads=load_person,
        get=ask_invite, post=make_invite, renderer=TEMPLATES + "confirm.jinja2",
    )  # fmt: skip
