"""Background work."""

from __future__ import annotations

from updago.kernel.tasks.declarations import JobType, Schedule

__all__ = [
    "JobType",
    "Schedule",
]
