"""Plugins as the administration shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from updago.kernel.i18n import _
from updago.kernel.plugins.breaker import Record
from updago.kernel.plugins.manager import KERNEL
from updago.kernel.web.models.admin import PluginRow
from updago.kernel.web.parts import Action, Badge, Notice, Purpose

if TYPE_CHECKING:
    from pyramid.request import Request

    from updago.kernel.app import Site
    from updago.kernel.plugins.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Category:
    """What a category of plugins is called: one of them, several of them; its icon and colour."""

    one: str
    many: str
    icon: str
    purpose: Purpose


CATEGORIES: Final[Mapping[str, Category]] = {
    "activity": Category(_("activity"), _("Activities"), "message-square", "echanger"),
    "resource": Category(_("resource"), _("Resources"), "file-text", "lire"),
    "auth": Category(_("sign-in"), _("Signing in"), "key-round", "evaluer"),
    "enrolment": Category(_("way into courses"), _("Ways into courses"), "log-in", "rendre"),
    "block": Category(_("block"), _("Blocks"), "layout-dashboard", "lire"),
    "question": Category(_("question"), _("Questions"), "clipboard-check", "evaluer"),
    "tool": Category(_("tool"), _("Tools"), "settings", "rendre"),
    "theme": Category(_("theme"), _("Themes"), "sun-moon", "lire"),
}


def failures(site: Site) -> dict[str, list[tuple[str, Record]]]:
    """What failed in this process since its start: places and records, by plugin."""
    found: dict[str, list[tuple[str, Record]]] = {}
    for (plugin, place), record in sorted(site.breakers.report().items()):
        if record.total:
            found.setdefault(plugin, []).append((place, record))
    return found


def failing(site: Site) -> frozenset[str]:
    """The plugins with a place that is left alone now, or failed the last time."""
    return frozenset(
        plugin for plugin, places in failures(site).items() if any(r.failures for _, r in places)
    )


def row_of(request: Request, name: str, *, settings: str = "") -> PluginRow:
    """A plugin with its state, what went wrong in it, and its switch."""
    site, words = request.site, request.translate
    manifest = site.plugins.plugins[name].manifest
    category = CATEGORIES[manifest.category]
    on = site.state.is_enabled(name)
    fixed = _fixed(request, manifest)
    title = words(manifest.title)
    return PluginRow(
        name=name,
        title=title,
        icon=category.icon,
        purpose=category.purpose,
        state=_state(request, name, on=on),
        facts=tuple(_facts(request, manifest)),
        text=" ".join(filter(None, (words(manifest.summary), fixed[1]))),
        on=on,
        switch=None if fixed[0] else _switch(request, name, title, on=on),
        fixed=fixed[0],
        settings=Action(words(_("Settings")), settings, "sliders", name=_named(request, title))
        if settings
        else None,
        trouble=_trouble(request, name),
    )


def needing(site: Site, name: str) -> list[str]:
    """The titles of the plugins that are on and need this one."""
    return [
        plugin.manifest.title
        for other, plugin in site.plugins.plugins.items()
        if name in plugin.manifest.needs and site.state.is_enabled(other)
    ]


def _fixed(request: Request, manifest: Manifest) -> tuple[str, str]:
    """Why a plugin cannot be switched off: a word, and a sentence; both empty when it can."""
    if manifest.essential:
        text = request.translate(_("The site cannot do without it."))
        return request.translate(_("Always on")), text
    if others := needing(request.site, manifest.name):
        names = request.formats.join(request.translate(title) for title in others)
        text = request.say(_("Needed by ${others}. Switch that off first."), {"others": names})
        return request.translate(_("Needed")), text
    return "", ""


def _facts(request: Request, manifest: Manifest) -> Iterator[str]:
    yield request.translate(CATEGORIES[manifest.category].one)
    yield request.say(_("version ${version}"), {"version": manifest.version})
    if manifest.needs:
        yield request.say(_("needs ${others}"), {"others": ", ".join(manifest.needs)})


def _state(request: Request, name: str, *, on: bool) -> Badge:
    words = request.translate
    if not on:
        return Badge(words(_("Off")), "", "minus")
    if name in failing(request.site):
        return Badge(words(_("Failing")), "late", "triangle-alert")
    return Badge(words(_("Healthy")), "done", "check")


def _switch(request: Request, name: str, title: str, *, on: bool) -> Action:
    label = request.translate(_("On") if on else _("Off"))
    return Action(
        label,
        request.route_path("admin.plugins"),
        post=True,
        fields=(("plugin", name), ("on", "" if on else "1")),
        name=f"{label} · {title}",
    )


def _named(request: Request, title: str) -> str:
    return str(request.say(_("Settings of ${title}"), {"title": title}))


def _trouble(request: Request, name: str) -> Notice | None:
    places = failures(request.site).get(name)
    if not places:
        return None
    count = sum(record.total for _, record in places)
    text = request.formats.plural(
        "{n} failure since the start of this process",
        "{n} failures since the start of this process",
        count,
    )
    detail = "; ".join(
        f"{place} ({record.last_error} × {record.total})" for place, record in places
    )
    resting = any(record.opened_at is not None for _, record in places)
    return Notice(text, "bad" if resting else "warn", detail=detail)


def title_of(request: Request, name: str) -> str:
    """What a plugin is called; the site itself for the kernel."""
    if name == KERNEL:
        return str(request.site.state.setting("site_name"))
    plugin = request.site.plugins.plugins.get(name)
    title: str = request.translate(plugin.manifest.title) if plugin else name
    return title
