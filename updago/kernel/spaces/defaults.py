"""What spaces themselves declare: permissions, facts, formats."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import (
    COURSE_CREATOR,
    GUEST,
    MANAGER,
    SIGNED_IN,
    Permission,
)
from updago.kernel.spaces.adoption import ADOPT, adopt_job
from updago.kernel.spaces.commands import COMMANDS
from updago.kernel.spaces.facts import FACT_SOURCES
from updago.kernel.spaces.formats import COURSE_FORMATS
from updago.kernel.spaces.purging import PURGE_DELETED, purge_deleted
from updago.kernel.tasks.declarations import JobType, Schedule

__all__ = ["COMMANDS", "COURSE_FORMATS", "FACT_SOURCES", "JOBS", "PERMISSIONS", "SCHEDULES"]

JOBS: Final = (
    JobType(
        ADOPT, _("Adopt what waited for a plugin"), adopt_job, tries=2, timeout=timedelta(hours=1)
    ),
    JobType(
        PURGE_DELETED,
        _("Delete for good what was deleted long ago"),
        purge_deleted,
        timeout=timedelta(hours=1),
    ),
)
SCHEDULES: Final = (
    Schedule(ADOPT, ADOPT, timedelta(hours=1)),
    Schedule(PURGE_DELETED, PURGE_DELETED, timedelta(days=1)),
)

PERMISSIONS: Final = (
    Permission(
        "category:space:view",
        _("see the list of courses"),
        (MANAGER, COURSE_CREATOR, SIGNED_IN, GUEST),
        level="category",
    ),
)
