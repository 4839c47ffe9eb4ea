"""Time: clocks and deadlines with a zone."""

from __future__ import annotations

from updago.kernel.clock import BadDeadline, Clock, FrozenClock, LocalDeadline

__all__ = [
    "BadDeadline",
    "Clock",
    "FrozenClock",
    "LocalDeadline",
]
