"""Switching plugins on and off for the site, and forgetting one that goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from updago.kernel.db.counters import Counter, bump
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Conflict, Invalid, NotFound
from updago.kernel.i18n import _
from updago.kernel.plugins.manager import PluginManager
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.models import PluginState, SiteSetting
from updago.kernel.settings import Settings

# All processes look at these counters once a second.
COUNTER = "plugins"
SETTINGS_COUNTER = "settings"


@operation("plugin.state.enable")
def enable_plugin(act: Act, plugins: PluginManager, *, name: str) -> None:
    """Switch a plugin on. Raises NotFound, or Conflict while a plugin it needs is off."""
    manifest = _manifest(plugins, name)
    off = _switched_off(act)
    if lacking := [need for need in manifest.needs if need in off]:
        raise Conflict(
            _("${title} needs ${others}, which is off. Switch that on first."),
            {"title": manifest.title, "others": ", ".join(lacking)},
        )
    _set(act, name, enabled=True)


@operation("plugin.state.disable")
def disable_plugin(act: Act, plugins: PluginManager, *, name: str) -> None:
    """Switch a plugin off; its data stays. Raises NotFound, or Conflict when the site needs it."""
    manifest = _manifest(plugins, name)
    if manifest.essential:
        raise Conflict(
            _("The site cannot do without ${title}. It stays on."), {"title": manifest.title}
        )
    off = _switched_off(act)
    users = [n for n, p in plugins.plugins.items() if name in p.manifest.needs and n not in off]
    if users:
        raise Conflict(
            _("${title} is needed by ${others}. Switch that off first."),
            {"title": manifest.title, "others": ", ".join(users)},
        )
    _set(act, name, enabled=False)


@operation("plugin.state.forget")
def forget_plugin(act: Act, *, name: str) -> None:
    """Drop what the site remembers about a plugin whose tables are gone."""
    for state in act.session.scalars(select(PluginState).where(PluginState.name == name)):
        act.session.delete(state)
    bump(act.session, COUNTER)


@operation("site.settings.change")
def change_settings(
    act: Act, settings: Settings, *, values: Mapping[str, Any], version: int | None = None
) -> None:
    """Store values, by the names of their settings; the default is stored by storing nothing.

    `version` is the counter of settings when the person began to edit. Raises Invalid for a
    setting that is unknown, or for the file and environment alone, Conflict for a stale version.
    """
    counter = act.session.get(Counter, SETTINGS_COUNTER)
    if version is not None and version != (counter.value if counter else 0):
        raise Conflict(
            _("Somebody else changed settings meanwhile. Saving again replaces theirs by yours.")
        )
    for name, value in values.items():
        setting = settings.declared.get(name)
        if setting is None or setting.scope != "site":
            raise Invalid(_("The setting ${name} cannot be changed here."), {"name": name})
        if name in settings.given:
            raise Invalid(
                _("The setting ${name} is fixed by the file or the environment."), {"name": name}
            )
        _store(act, name, value, is_default=value == setting.default)
    bump(act.session, SETTINGS_COUNTER)


def _store(act: Act, name: str, value: Any, *, is_default: bool) -> None:
    stored = act.session.scalar(select(SiteSetting).where(SiteSetting.name == name))
    if is_default:
        if stored is not None:
            act.session.delete(stored)
    elif stored is None:
        act.session.add(SiteSetting(name=name, value=value))
    else:
        stored.value = value


def _manifest(plugins: PluginManager, name: str) -> Manifest:
    plugin = plugins.plugins.get(name)
    if plugin is None:
        raise NotFound(_("The plugin ${name} is not installed."), {"name": name})
    return plugin.manifest


def _switched_off(act: Act) -> set[str]:
    query = select(PluginState.name).where(PluginState.enabled.is_(False))
    return set(act.session.scalars(query))


def _set(act: Act, name: str, *, enabled: bool) -> None:
    state = act.session.scalar(select(PluginState).where(PluginState.name == name))
    if state is None:
        act.add(PluginState(name=name, enabled=enabled))
    else:
        state.enabled = enabled
    bump(act.session, COUNTER)
