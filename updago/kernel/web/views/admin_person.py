"""An account, made or changed by an administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import available_timezones

import wtforms as w
from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.accounts.models import Person
from updago.kernel.accounts.operations import create_person, edit_person
from updago.kernel.accounts.values import PersonData
from updago.kernel.i18n import _
from updago.kernel.web.admin.frame import admin_page
from updago.kernel.web.admin.people import EDIT, load_person, people_crumb, refuse_stronger
from updago.kernel.web.admin.settings import LANGUAGE_NAMES
from updago.kernel.web.courses.conflicts import conflict_of
from updago.kernel.web.forms import (
    EmailAddress,
    Fits,
    Required,
    bind,
    checked,
    choices_of,
    to_model,
)
from updago.kernel.web.models.general import FormView
from updago.kernel.web.parts import Action
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

FIELDS: Final = tuple(PersonData.__dataclass_fields__)


class AccountForm(w.Form):
    """What is known of a person."""

    username = w.StringField(
        _("Username"),
        [Required(), Fits(Person.username)],
        description=_("Small letters without accents, digits, and . _ - @ +"),
        render_kw={"autocomplete": "off"},
    )
    first_name = w.StringField(_("First name"), [Fits(Person.first_name)])
    last_name = w.StringField(_("Last name"), [Required(), Fits(Person.last_name)])
    email = w.EmailField(
        _("E-mail address"), [Fits(Person.email), EmailAddress()], render_kw={"autocomplete": "off"}
    )
    external_id = w.StringField(
        _("Number"),
        [Fits(Person.external_id)],
        description=_("As other systems of the institution know this person."),
    )
    language = w.SelectField(_("Language"))
    timezone = w.SelectField(_("Time zone"))


def new(request: Request) -> dict[str, Any]:
    """The empty form."""
    form = _form(request)
    return _drawn(request, form, _("New person"), _("Create the account"))


def create(request: Request) -> Response:
    """Make the account; what comes next is how its owner gets in."""
    _form(request)
    form = checked(request, AccountForm)
    person = create_person(request.act, _data(form))
    said = request.say(_("The account of ${name} is made."), {"name": person.full_name})
    request.flash(said)
    return HTTPSeeOther(request.route_path("admin.person.invite", person_id=person.id))


def edit(request: Request) -> dict[str, Any]:
    """The form with what is known."""
    person = request.context.person
    stored = {name: getattr(person, name) for name in FIELDS}
    form = _form(request, stored)
    notices = conflict_of(request, form, person, stored)
    title = request.say(_("Account of ${name}"), {"name": person.full_name})
    return _drawn(request, form, title, _("Save"), version=person.version, notices=notices)


def save(request: Request) -> Response:
    """Change the account. Raises Denied for a stronger one, Conflict for a stale version."""
    person = request.context.person
    refuse_stronger(request, person.id)
    _form(request)
    data = _data(checked(request, AccountForm))
    edit_person(request.act, data, person_id=person.id, version=version_of(request))
    request.flash(_("The account is saved."))
    return HTTPSeeOther(request.route_path("admin.people"))


def _form(request: Request, initial: Mapping[str, Any] | None = None) -> AccountForm:
    form = bind(request, AccountForm, initial)
    usual = request.translate(_("As on the whole site"))
    codes = [(c, LANGUAGE_NAMES.get(c, c)) for c in request.site.catalogues.languages]
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    form.language.choices = choices_of([("", usual), *codes])
    form.timezone.choices = choices_of(
        [("", usual), *((zone, zone.replace("_", " ")) for zone in zones)]
    )
    return form


def _data(form: w.Form) -> PersonData:
    return PersonData(**{name: form[name].data or "" for name in FIELDS})


def _drawn(
    request: Request,
    form: AccountForm,
    title: str,
    submit: str,
    *,
    version: int | None = None,
    **frame: Any,
) -> dict[str, Any]:
    cancel = Action(request.translate(_("Cancel")), request.route_path("admin.people"))
    model = to_model(
        request, form, action=request.path, submit=submit, version=version, cancel=cancel
    )
    below = (people_crumb(request),)
    page = admin_page(request, request.translate(title), below=below, **frame)
    return {"page": page, "model": FormView(model)}


def includeme(config: Configurator) -> None:
    """Register the pages."""
    template = "updago.kernel.web:templates/pages/form.jinja2"
    config.add_page(
        "admin.person.new", "/admin/people/new", permission=EDIT,
        get=new, post=create, renderer=template,
    )  # fmt: skip
    config.add_page(
        "admin.person.edit", "/admin/people/{person_id}/edit", permission=EDIT,
        loads=load_person, get=edit, post=save, renderer=template,
    )  # fmt: skip
