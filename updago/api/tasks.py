"""Background work."""

from __future__ import annotations

from updago.kernel.tasks.declarations import JobType, Schedule
from updago.kernel.tasks.jobs import enqueue

__all__ = [
    "JobType",
    "Schedule",
    "enqueue",
]
