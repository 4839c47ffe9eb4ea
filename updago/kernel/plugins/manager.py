"""The plugin manager: finds plugins, orders them, checks them and collects their declarations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final, TypeVar

import pluggy

from updago.kernel.errors import StartError
from updago.kernel.plugins.manifest import API_VERSION, Manifest
from updago.kernel.plugins.markers import PROJECT
from updago.kernel.plugins.registry import Declaration, Registry, kernel_is_always_on
from updago.kernel.plugins.specs.learning import LearningHooks
from updago.kernel.plugins.specs.running import RunningHooks
from updago.kernel.plugins.specs.site import SiteHooks

GROUP: Final = "updago.plugins"
HOOK_PREFIX: Final = "updago_"
KERNEL: Final = "core"

D = TypeVar("D", bound=Declaration)


class Plugin(SiteHooks, LearningHooks, RunningHooks):
    """The base of every plugin: a manifest and the hooks it overrides, each under `@hookimpl`."""

    manifest: Manifest

    @property
    def folder(self) -> Path:
        """Where the plugin's templates, catalogues and migrations lie."""
        return Path(inspect.getfile(type(self))).parent

    @property
    def package(self) -> str:
        """The Python package of the plugin: `plugins.forum`."""
        return type(self).__module__.rpartition(".")[0]


def discover(group: str = GROUP) -> list[Plugin]:
    """Load the entry points of all installed distributions.

    Raises StartError with the plugin's name and the cause when one fails to load.
    """
    found: list[Plugin] = []
    for entry in sorted(metadata.entry_points(group=group), key=lambda e: e.name):
        try:
            plugin = entry.load()
        except Exception as error:
            raise StartError(
                "The plugin ${name} cannot be loaded: ${cause}. Mend it or uninstall it.",
                {"name": entry.name, "cause": f"{type(error).__name__}: {error}"},
            ) from error
        if not isinstance(plugin, Plugin) or plugin.manifest.name != entry.name:
            raise StartError(
                "The entry point ${name} must give a Plugin whose manifest has that name.",
                {"name": entry.name},
            )
        found.append(plugin)
    return found


def ordered(plugins: Iterable[Plugin]) -> list[Plugin]:
    """Order by `needs`, then by name.

    Raises StartError for two of one name, for a missing need or a circle.
    """
    waiting: dict[str, Plugin] = {}
    for plugin in plugins:
        name = plugin.manifest.name
        if waiting.setdefault(name, plugin) is not plugin:
            raise StartError("Two plugins are called ${name}.", {"name": name})
    done: dict[str, Plugin] = {}
    for plugin in waiting.values():
        for need in plugin.manifest.needs:
            if need not in waiting:
                raise StartError(
                    "The plugin ${name} needs ${need}, which is not installed.",
                    {"name": plugin.manifest.name, "need": need},
                )
    while waiting:
        ready = sorted(n for n, p in waiting.items() if all(x in done for x in p.manifest.needs))
        if not ready:
            raise StartError(
                "The plugins ${names} need each other in a circle.",
                {"names": ", ".join(sorted(waiting))},
            )
        done[ready[0]] = waiting.pop(ready[0])
    return list(done.values())


class PluginManager:
    """The plugins of one application; never global, so two sites can live in one process."""

    def __init__(self, plugins: Sequence[Plugin], *, safe_mode: bool = False) -> None:
        chosen = [p for p in plugins if p.manifest.essential] if safe_mode else list(plugins)
        self._pluggy = pluggy.PluginManager(PROJECT)
        for specs in (SiteHooks, LearningHooks, RunningHooks):
            self._pluggy.add_hookspecs(specs)
        self.is_enabled: Callable[[str], bool] = kernel_is_always_on
        self.plugins: dict[str, Plugin] = {}
        for plugin in ordered(chosen):
            self._register(plugin)
        self._registries: dict[type[Any], Registry[Any]] = {}

    def _register(self, plugin: Plugin) -> None:
        name = plugin.manifest.name
        if plugin.manifest.api[0] != API_VERSION[0] or plugin.manifest.api > API_VERSION:
            raise StartError(
                "The plugin ${name} is written for version ${api} of the plugin interface.",
                {"name": name, "api": ".".join(map(str, plugin.manifest.api))},
            )
        refuse_unmarked_hooks(plugin)
        self._pluggy.register(plugin, name)
        self.plugins[name] = plugin

    def check(self) -> None:
        """Refuse names that shadow another plugin's table prefix, and hooks nobody specifies."""
        try:
            self._pluggy.check_pending()
        except pluggy.PluginValidationError as error:
            raise StartError(
                "The plugin ${name} implements a hook that does not exist: ${cause}.",
                {"name": self._pluggy.get_name(error.plugin), "cause": error},
            ) from error
        segments: dict[str, str] = {}
        for plugin in self.plugins.values():
            taken = segments.setdefault(plugin.manifest.path, plugin.manifest.name)
            if taken != plugin.manifest.name:
                raise StartError(
                    "The plugins ${first} and ${second} both want the address /${segment}.",
                    {
                        "first": taken,
                        "second": plugin.manifest.name,
                        "segment": plugin.manifest.path,
                    },
                )

    def answers(self, hook: str) -> Iterable[tuple[str, Any]]:
        """Call one hook of each plugin in order; yields (plugin, item).

        Raises StartError with the plugin's name and the cause when the hook raises or does not
        return an iterable.
        """
        for name, plugin in self.plugins.items():
            method = getattr(plugin, hook)
            if not hasattr(method, f"{PROJECT}_impl"):
                continue
            try:
                items = list(method())
            except Exception as error:
                raise StartError(
                    "The plugin ${name} failed in ${hook}: ${cause}.",
                    {"name": name, "hook": hook, "cause": f"{type(error).__name__}: {error}"},
                ) from error
            for item in items:
                yield name, item

    def collect(
        self, kinds: Mapping[str, type[Any]], own: Mapping[type[Any], Sequence[Any]]
    ) -> None:
        """Fill one registry per kind: the kernel's own declarations first, then the plugins'.

        `kinds` maps a hook to the class of what it returns; anything else stops the start.
        """
        for hook, kind in kinds.items():
            registry: Registry[Any] = Registry(kind.__name__, self._enabled)
            for declaration in own.get(kind, ()):
                registry.add(KERNEL, declaration)
            for plugin, item in self.answers(hook):
                if not isinstance(item, kind):
                    raise StartError(
                        "The plugin ${name} returned a ${got} from ${hook}, not a ${kind}.",
                        {
                            "name": plugin,
                            "got": type(item).__name__,
                            "hook": hook,
                            "kind": kind.__name__,
                        },
                    )
                registry.add(plugin, item)
            self._registries[kind] = registry

    def declared(self, kind: type[D]) -> Registry[D]:
        """The registry of one kind of declaration. Raises KeyError for an unknown kind."""
        return self._registries[kind]

    def _enabled(self, plugin: str) -> bool:
        return plugin == KERNEL or self.is_enabled(plugin)


def refuse_unmarked_hooks(plugin: Plugin) -> None:
    """Refuse an `updago_*` method without `@hookimpl`: pluggy would silently never call it."""
    for name in dir(type(plugin)):
        if not name.startswith(HOOK_PREFIX):
            continue
        method = getattr(plugin, name)
        inherited = getattr(Plugin, name, None) is getattr(type(plugin), name)
        if not inherited and not hasattr(method, f"{PROJECT}_impl"):
            raise StartError(
                "The plugin ${name} defines ${hook} without @hookimpl.",
                {"name": plugin.manifest.name, "hook": name},
            )
