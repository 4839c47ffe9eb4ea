"""The write of the plugin: it does nothing but tell others of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from updago.api.events import Event, publish
from updago.api.operations import Act, operation


@dataclass(frozen=True, slots=True)
class Poked(Event):
    """Somebody poked the plugin."""

    name: ClassVar[str] = "evil.thing.poked"
    number: int


@operation("evil.thing.poke")
def poke(act: Act) -> str:
    """Publish the event that the plugin's own handlers hear."""
    publish(act, Poked(1))
    return "done"
