"""What plugins may declare that needs no higher layer: commands, health checks, demo content."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from updago.kernel.app import Site


@dataclass(frozen=True, slots=True)
class Command:
    """`updago NOUN VERB`, or `updago NOUN` when the verb is empty.

    `run(site, arguments)` returns the JSON document of `--json` (or None) and prints people's
    messages to standard error; a refusal is an UpdagoError, which exits with status 1.
    `arguments(parser)` adds options; `--json` is added to every command.
    """

    noun: str
    verb: str
    help: str
    run: Callable[[Site, argparse.Namespace], Any]
    arguments: Callable[[argparse.ArgumentParser], None] | None = None

    @property
    def name(self) -> str:
        return f"{self.noun} {self.verb}".strip()


@dataclass(frozen=True, slots=True)
class Health:
    """One line of the doctor: `detail` says what to do unless the state is ok."""

    state: Literal["ok", "warn", "fail"]
    detail: str


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A named check; it must answer within two seconds and never write."""

    name: str
    title: str
    run: Callable[[Site], Health]


@dataclass(frozen=True, slots=True)
class DemoContent:
    """`load(site)` adds content to the demonstration faculty; calling it again changes nothing.

    What it returns is printed: the accounts of those who look around, for example. `needs` names
    other demo contents that come first; while one of them is missing, this one is left out.
    """

    name: str
    load: Callable[[Site], Mapping[str, Any] | None]
    needs: tuple[str, ...] = ()
