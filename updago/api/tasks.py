"""Background work."""

from __future__ import annotations

from updago.kernel.tasks.declarations import JobType, Schedule
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.tasks.mail import send_mail

__all__ = [
    "JobType",
    "Schedule",
    "enqueue",
    "send_mail",
]
