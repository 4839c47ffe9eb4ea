"""Switching plugins on and off for the site, and forgetting one that goes."""

from __future__ import annotations

from sqlalchemy import select

from updago.kernel.db.counters import bump
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Conflict, NotFound
from updago.kernel.i18n import _
from updago.kernel.plugins.manager import PluginManager
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.models import PluginState

# All processes look at this counter once a second.
COUNTER = "plugins"


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
