"""The plugins of the site: their state, and their switch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.i18n import _
from updago.kernel.plugins.operations import disable_plugin, enable_plugin
from updago.kernel.spaces.adoption import ADOPT
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.web.admin.frame import admin_page, refusal_of
from updago.kernel.web.admin.plugins import CATEGORIES, failing, row_of, title_of
from updago.kernel.web.admin.settings import groups_of
from updago.kernel.web.models.admin import PluginsView
from updago.kernel.web.parts import Empty, Filter, Search

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

PERMISSION: Final = "plugin:state:edit"
CONFIGURE: Final = "site:config:edit"
TROUBLE: Final = "trouble"


def view(request: Request) -> dict[str, Any]:
    """The installed plugins, those in trouble first; `show` and `q` narrow the list."""
    words = request.translate
    shown, wanted = request.GET.get("show", ""), request.GET.get("q", "").strip()
    ill = failing(request.site)
    names = sorted(
        (name for name in request.site.plugins.plugins if _kept(request, name, shown, wanted)),
        key=lambda name: (name not in ill, title_of(request, name).casefold()),
    )
    groups = groups_of(request.site) if request.may(CONFIGURE) else {}
    here = request.route_path("admin.settings")
    rows = tuple(
        row_of(request, name, settings=f"{here}?set={name}" if name in groups else "")
        for name in names
    )
    label = words(_("Search"))
    hidden = (("show", shown),) if shown else ()
    model = PluginsView(
        plugins=rows,
        filters=tuple(_filters(request, shown)),
        search=Search(request.path, wanted, label=label, hidden=hidden),
        empty=Empty(words(_("No plugin")), words(_("Nothing here fits. Show all of them."))),
    )
    lede = words(_("Each function of the site is a plugin. Turn one off: its data waits."))
    page = admin_page(request, words(_("Plugins")), lede=lede, notices=refusal_of(request))
    return {"page": page, "model": model}


def switch(request: Request) -> Response:
    """Turn a plugin on or off. Raises NotFound, or Conflict with the reason."""
    name, on = str(request.typed.get("plugin", "")), bool(request.typed.get("on"))
    change = enable_plugin if on else disable_plugin
    change(request.act, request.site.plugins, name=name)
    if on:
        enqueue(request.act, ADOPT, {}, key=f"{name} {request.act.now.isoformat()}")
    values = {"title": title_of(request, name)}
    done = _("${title} is on.") if on else _("${title} is off. Its data is kept.")
    request.flash(request.say(done, values))
    return HTTPSeeOther(f"{request.route_path('admin.plugins')}#plugin-{name}")


def _kept(request: Request, name: str, shown: str, wanted: str) -> bool:
    manifest = request.site.plugins.plugins[name].manifest
    if shown == TROUBLE and name not in failing(request.site):
        return False
    if shown in CATEGORIES and manifest.category != shown:
        return False
    return wanted.casefold() in f"{name} {title_of(request, name)}".casefold()


def _filters(request: Request, shown: str) -> Iterator[Filter]:
    words, here = request.translate, request.route_path("admin.plugins")
    plugins = request.site.plugins.plugins
    counts = Counter(plugin.manifest.category for plugin in plugins.values())
    known = shown in counts or shown == TROUBLE
    yield Filter(words(_("All")), here, not known, len(plugins))
    for name, category in CATEGORIES.items():
        if name in counts:
            label = words(category.many)
            yield Filter(label, f"{here}?show={name}", shown == name, counts[name])
    ill = len(failing(request.site))
    if ill or shown == TROUBLE:
        yield Filter(words(_("To look at")), f"{here}?show={TROUBLE}", shown == TROUBLE, ill)


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "admin.plugins", "/admin/plugins", permission=PERMISSION, get=view, post=switch,
        renderer="updago.kernel.web:templates/pages/admin_plugins.jinja2",
    )  # fmt: skip
