"""The engine of background work: threads that run what the tables hold."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from updago.kernel.tasks import leases, schedules
from updago.kernel.tasks.bells import bell_of
from updago.kernel.tasks.running import Runner
from updago.kernel.tasks.wakeups import Table

if TYPE_CHECKING:
    from updago.kernel.app import Site

log = logging.getLogger(__name__)

THREADS: Final = 4
SWEEP_SECONDS: Final = 1.0
SWEEP_LIMIT: Final = 100
# A row that was rung for and is still due is rung for again after this long.
AGAIN_SECONDS: Final = 20.0
STOP_SECONDS: Final = 4.0


class Engine:
    """Runs deliveries, jobs and schedules of one site, in `serve` or in a worker process.

    The rows are the queue. A commit rings a bell, so that work starts at once; a sweep each second
    finds what nobody rang for: work that rested, became due, or lost its worker.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._bell = bell_of(str(site.settings["queue_url"]))
        self._runner = Runner(site, self.wake)
        self._schedules = schedules.Planner(site)
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()
        self._rung: dict[tuple[Table, int], float] = {}

    def wake(self, table: Table, key: int) -> None:
        """Ring for a row that was committed; never fails, since the sweep would find the row."""
        if not (self._threads or self._bell.is_shared):
            return
        try:
            self._ring(table, key)
        except Exception:
            log.exception("the job queue does not answer; the sweep will find %s %d", table, key)

    def start(self, threads: int = THREADS) -> None:
        """Start `threads` workers and the sweep; they end with `stop` or with the process."""
        loops: list[Callable[[], None]] = [self._work] * threads + [self._sweep_for_ever]
        self._stopping.clear()
        self._threads = [
            threading.Thread(target=loop, name=f"tasks-{number}", daemon=True)
            for number, loop in enumerate(loops)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no more work and wait a little for what runs; the leases of the rest run out."""
        self._stopping.set()
        until = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))
        self._runner.leave_all()
        self._threads = []
        self._bell.close()

    def sweep(self) -> None:
        """Plan what is scheduled, and ring for what is due and nobody has been told of."""
        self._schedules.plan()
        old = time.monotonic() - AGAIN_SECONDS
        self._rung = {call: at for call, at in list(self._rung.items()) if at > old}
        for table in Table:
            crowded = self._runner.crowded(table)
            for key in leases.due(self._site, table, SWEEP_LIMIT, crowded):
                if (table, key) not in self._rung:
                    self._ring(table, key)

    def drain(self) -> int:
        """Run all that is due, here and now, and count it (tests and commands).

        With `strict` the first error is raised when its row has been noted.
        """
        count = 0
        while rows := [(t, k) for t in Table for k in leases.due(self._site, t, SWEEP_LIMIT)]:
            for table, key in rows:
                error = self._runner.run_here(table, key)
                if error is not None and self._site.bus.strict:
                    raise error
                count += 1
        return count

    def _ring(self, table: Table, key: int) -> None:
        self._rung[table, key] = time.monotonic()
        self._bell.ring(table, key)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                call = self._bell.wait(SWEEP_SECONDS)
                if call is None:
                    continue
                self._rung.pop(call, None)
                self._runner.run(*call)
            except Exception:
                # The database or the queue is away: its rows wait, this thread goes on.
                log.exception("a worker thread could not take work")
                self._stopping.wait(SWEEP_SECONDS)

    def _sweep_for_ever(self) -> None:
        while not self._stopping.wait(SWEEP_SECONDS):
            try:
                self.sweep()
            except Exception:
                log.exception("background work could not be looked for")
