"""What the web part declares itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.i18n import _
from updago.kernel.tasks.declarations import JobType, Schedule
from updago.kernel.web.kept.operations import forget_old

if TYPE_CHECKING:
    from updago.kernel.app import Site

FORGET: Final = "core.kept.forget"


def _forget(site: Site, _payload: Mapping[str, Any]) -> None:
    with site.acting() as act:
        forget_old(act)


JOBS: Final = (JobType(FORGET, _("Forget kept forms after an hour"), _forget),)
SCHEDULES: Final = (Schedule(FORGET, FORGET, timedelta(minutes=10)),)
