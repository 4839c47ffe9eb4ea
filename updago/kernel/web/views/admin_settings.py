"""The settings that administrators may change on the screen, a set at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.errors import Conflict, Invalid, NotFound
from updago.kernel.i18n import _
from updago.kernel.plugins.manager import KERNEL
from updago.kernel.plugins.operations import SETTINGS_COUNTER, change_settings
from updago.kernel.settings import Setting
from updago.kernel.web.admin.frame import admin_page
from updago.kernel.web.admin.settings import (
    PREFIX,
    changed_values,
    field_name,
    groups_of,
    is_fixed,
    settings_form,
    titles_of,
)
from updago.kernel.web.errors import CUT_OFF
from updago.kernel.web.forms import FormRefused, to_model
from updago.kernel.web.models.admin import SettingsView
from updago.kernel.web.parts import Action, Filter
from updago.kernel.web.typed import VERSION_FIELD, version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

    from updago.kernel.web.layout import Page

PERMISSION: Final = "site:config:edit"


def view(request: Request) -> dict[str, Any]:
    """The form of the set that `set` in the address names."""
    name, settings = _chosen(request)
    version = request.site.state.counter(SETTINGS_COUNTER)
    if isinstance(request.refusal, Conflict) and request.typed is not None:
        request.typed[VERSION_FIELD] = str(version)
    form = settings_form(request, settings)
    model = to_model(
        request,
        form,
        action=_address(request, name),
        submit=_("Save"),
        version=version,
        cancel=Action(request.translate(_("Cancel")), request.route_path("admin.index")),
    )
    titles = titles_of(request, groups_of(request.site))
    sets = tuple(Filter(title, _address(request, key), key == name) for key, title in titles)
    return {"page": _page(request), "model": SettingsView(model, sets if len(sets) > 1 else ())}


def save(request: Request) -> Response:
    """Store what was changed. Raises Invalid, FormRefused or Conflict."""
    name, settings = _chosen(request)
    if VERSION_FIELD not in request.typed:
        # An empty form would switch off whatever is switched on.
        raise Invalid(CUT_OFF)
    _refuse_others(request, settings)
    form = settings_form(request, settings)
    if not form.validate():
        raise FormRefused(form, Invalid.status)
    values = changed_values(request, settings, form)
    version = version_of(request)
    change_settings(request.act, request.site.settings, values=values, version=version)
    request.flash(_("The settings are saved."))
    return HTTPSeeOther(_address(request, name))


def _chosen(request: Request) -> tuple[str, tuple[Setting, ...]]:
    name, groups = request.GET.get("set", KERNEL), groups_of(request.site)
    if name not in groups:
        raise NotFound(_("This page does not exist, or you may not see it."))
    return name, groups[name]


def _refuse_others(request: Request, settings: tuple[Setting, ...]) -> None:
    """Refuse fields that the form did not offer: unknown settings, and fixed ones."""
    offered = {field_name(s) for s in settings if not is_fixed(request, s)}
    for name in request.typed:
        if name.startswith(PREFIX) and name not in offered:
            shown = name.removeprefix(PREFIX).replace("__", ".")
            raise Invalid(_("The setting ${name} cannot be changed here."), {"name": shown})


def _address(request: Request, name: str) -> str:
    query = None if name == KERNEL else {"set": name}
    path: str = request.route_path("admin.settings", _query=query)
    return path


def _page(request: Request) -> Page:
    return admin_page(request, request.translate(_("Settings of the site")))


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "admin.settings", "/admin/settings", permission=PERMISSION, get=view, post=save,
        renderer="updago.kernel.web:templates/pages/admin_settings.jinja2",
    )  # fmt: skip
