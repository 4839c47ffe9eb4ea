"""Events and their handlers."""

from __future__ import annotations

from updago.kernel.events import Event, EventHandler, publish

__all__ = [
    "Event",
    "EventHandler",
    "publish",
]
