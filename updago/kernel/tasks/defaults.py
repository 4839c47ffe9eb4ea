"""What background work declares itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from updago.kernel.i18n import _
from updago.kernel.tasks import commands
from updago.kernel.tasks.declarations import JobType, Schedule
from updago.kernel.tasks.health import HEALTH_CHECKS
from updago.kernel.tasks.mail import SEND, deliver
from updago.kernel.tasks.purge import PURGE, purge

__all__ = ["COMMANDS", "HEALTH_CHECKS", "JOBS", "SCHEDULES"]

COMMANDS: Final = commands.COMMANDS
JOBS: Final = (
    JobType(SEND, _("Send a message"), deliver, tries=8, timeout=timedelta(minutes=2)),
    JobType(PURGE, _("Delete what has been kept long enough"), purge),
)
SCHEDULES: Final = (Schedule(PURGE, PURGE, timedelta(days=1)),)
