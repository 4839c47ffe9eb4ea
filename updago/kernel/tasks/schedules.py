"""Schedules: one job per period, however many processes plan it and whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from updago.kernel.tasks.declarations import Schedule
from updago.kernel.tasks.jobs import enqueue

if TYPE_CHECKING:
    from updago.kernel.app import Site

EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


class Planner:
    """Enqueues the job of each schedule once per period; a missed time is made up for once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._planned: dict[str, int] = {}

    def plan(self) -> None:
        """Enqueue what the present periods lack. Writes only when a period has begun."""
        now = self._site.clock.now()
        new = {
            name: (schedule, period)
            for name, schedule in self._site.declared(Schedule).enabled().items()
            if (period := (now - EPOCH) // schedule.every) > self._planned.get(name, -1)
        }
        if not new:
            return
        with self._site.acting() as act:
            for name, (schedule, period) in new.items():
                enqueue(act, schedule.job, {}, f"{name}:{period}")
        self._planned.update({name: period for name, (_, period) in new.items()})
