"""Registries: where the declarations of plugins land at start and are looked up at run time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from updago.kernel.errors import StartError


class Declaration(Protocol):
    """Anything a hook may return: a frozen object with a name that is unique in its kind."""

    @property
    def name(self) -> str: ...


D = TypeVar("D", bound=Declaration)


@dataclass(frozen=True, slots=True)
class Registered(Generic[D]):
    """A declaration and the plugin that made it."""

    plugin: str
    declaration: D


class Registry(Mapping[str, D], Generic[D]):
    """The declarations of one kind, by name, in the order of registration.

    Reading it as a mapping gives all installed ones; `enabled()` only those whose plugin is on.
    """

    def __init__(self, kind: str, is_enabled: Callable[[str], bool]) -> None:
        self._kind = kind
        self._entries: dict[str, Registered[D]] = {}
        self._is_enabled = is_enabled

    def add(self, plugin: str, declaration: D) -> None:
        """Register; raises StartError when the name is taken."""
        if taken := self._entries.get(declaration.name):
            raise StartError(
                "The plugins ${first} and ${second} both declare the ${kind} ${name}.",
                {
                    "first": taken.plugin,
                    "second": plugin,
                    "kind": self._kind,
                    "name": declaration.name,
                },
            )
        self._entries[declaration.name] = Registered(plugin, declaration)

    def __getitem__(self, name: str) -> D:
        return self._entries[name].declaration

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def owner(self, name: str) -> str:
        """The name of the plugin that declared `name`. Raises KeyError."""
        return self._entries[name].plugin

    def enabled(self) -> dict[str, D]:
        """The declarations of plugins that are on now."""
        return {
            name: entry.declaration
            for name, entry in self._entries.items()
            if self._is_enabled(entry.plugin)
        }

    def find(self, name: str) -> D | None:
        """The declaration, or None when it is unknown or its plugin is off."""
        entry = self._entries.get(name)
        return entry.declaration if entry and self._is_enabled(entry.plugin) else None

    def entries(self) -> tuple[Registered[D], ...]:
        return tuple(self._entries.values())


def kernel_is_always_on(plugin: str) -> bool:
    """The state of plugins before the database has been asked: everything installed is on."""
    return bool(plugin)


AnyRegistry = Registry[Any]
