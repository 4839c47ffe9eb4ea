"""Time: clocks and deadlines with a zone."""

from __future__ import annotations

from updago.kernel.clock import Clock, FrozenClock, LocalDeadline

__all__ = [
    "Clock",
    "FrozenClock",
    "LocalDeadline",
]
