"""Running one piece of work: find who does it, hold its lease, and note how it ended."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.errors import UpdagoError
from updago.kernel.events import EventHandler, revive
from updago.kernel.plugins.registry import AnyRegistry
from updago.kernel.tasks import leases
from updago.kernel.tasks.declarations import JobType
from updago.kernel.tasks.lanes import Lanes
from updago.kernel.tasks.leases import Taken
from updago.kernel.tasks.wakeups import Table

if TYPE_CHECKING:
    from updago.kernel.app import Site

log = logging.getLogger(__name__)

TRIES: Final = 5
DELIVERY_TIME: Final = timedelta(minutes=1)
# What belongs to a plugin that is off or gone is looked at again so much later.
ABSENCE: Final = timedelta(minutes=10)
HEARTBEAT_SECONDS: Final = 10.0
LEFT: Final = InterruptedError("the process stops")


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does a piece of work, and within which limits."""

    plugin: str
    run: Callable[[], Any]
    tries: int = TRIES
    time: timedelta = DELIVERY_TIME


class Runner:
    """Runs work for one site, each piece in a thread of its own that can be given up."""

    def __init__(
        self,
        site: Site,
        ring: Callable[[Table, int], None] = lambda *_: None,
        heartbeat: float = HEARTBEAT_SECONDS,
    ) -> None:
        """`ring(table, key)` is called for a row that waited until its plugin had room."""
        self._site = site
        self._ring = ring
        self._heartbeat = heartbeat
        self._lanes = Lanes()
        self._awaited: set[threading.Event] = set()

    def crowded(self, table: Table) -> list[str]:
        """The names whose plugin has all the threads it may have."""
        full = self._lanes.full()
        return [e.declaration.name for e in self._registry(table).entries() if e.plugin in full]

    def run(self, table: Table, key: int) -> None:
        """Do the work of the row if it may be taken; failures are noted, never raised."""
        name = leases.name_of(self._site, table, key)
        if name is None:
            return
        plugin = self._plugin(table, name)
        if not self._lanes.enter(plugin, table, key):
            return
        ready = None
        try:
            ready = self._take(table, key)
        finally:
            if ready is None:
                self._leave(plugin)
        if ready is not None:
            taken, doing = ready
            outcome = self._in_thread(taken, doing)
            if outcome is not LEFT:
                self._note(taken, doing, outcome)

    def leave_all(self) -> None:
        """Wait for nothing any more: the leases run out, and another process takes the work."""
        for ended in tuple(self._awaited):
            ended.set()

    def run_here(self, table: Table, key: int) -> BaseException | None:
        """As `run`, in this thread and without a limit of time; gives the error, if any."""
        ready = self._take(table, key)
        if ready is None:
            return None
        taken, doing = ready
        error = _outcome(doing)
        self._note(taken, doing, error)
        return error

    def _take(self, table: Table, key: int) -> tuple[Taken, Doing] | None:
        taken = leases.take(self._site, table, key)
        if taken is None:
            return None
        doing = self._find(taken)
        if doing is None:
            until = self._site.clock.now() + ABSENCE
            leases.put_off(self._site, taken, until, f"{taken.name} is off or not installed")
            return None
        if taken.tries > doing.tries:
            leases.fail(self._site, taken, "the process ended each time it was run", doing.tries)
            return None
        return taken, doing

    def _in_thread(self, taken: Taken, doing: Doing) -> BaseException | None:
        ended = threading.Event()
        outcome: list[BaseException | None] = []
        self._awaited.add(ended)

        def work() -> None:
            outcome.append(_outcome(doing))
            ended.set()
            self._leave(doing.plugin)

        until = time.monotonic() + doing.time.total_seconds()
        threading.Thread(target=work, name=f"{taken.name}#{taken.key}", daemon=True).start()
        while not ended.wait(min(self._heartbeat, max(until - time.monotonic(), 0))):
            if time.monotonic() >= until:
                self._awaited.discard(ended)
                return TimeoutError(f"not done within {doing.time}")
            leases.renew(self._site, taken)
        self._awaited.discard(ended)
        return outcome[0] if outcome else LEFT

    def _leave(self, plugin: str) -> None:
        if (waited := self._lanes.leave(plugin)) is not None:
            self._ring(*waited)

    def _note(self, taken: Taken, doing: Doing, error: BaseException | None) -> None:
        place = f"{taken.table}:{taken.name}"
        if error is None:
            leases.finish(self._site, taken)
            self._site.breakers.succeeded(doing.plugin, place)
            return
        self._site.breakers.failed(doing.plugin, place, error)
        text = str(error) if isinstance(error, UpdagoError) else f"{type(error).__name__}: {error}"
        parked = leases.fail(self._site, taken, text, doing.tries)
        log.error(
            "%s #%d of %s failed in try %d%s",
            place,
            taken.key,
            doing.plugin,
            taken.tries,
            " and was parked" if parked else "",
            exc_info=error,
        )

    def _registry(self, table: Table) -> AnyRegistry:
        return self._site.declared(EventHandler if table is Table.OUTBOX else JobType)

    def _plugin(self, table: Table, name: str) -> str:
        registry = self._registry(table)
        return registry.owner(name) if name in registry else ""

    def _find(self, taken: Taken) -> Doing | None:
        found = self._registry(taken.table).find(taken.name)
        plugin = self._plugin(taken.table, taken.name)
        if isinstance(found, EventHandler):
            return Doing(plugin, lambda: found.run(self._site, revive(found.event, taken.payload)))
        if isinstance(found, JobType):
            return Doing(
                plugin,
                lambda: found.run(self._site, taken.payload),
                found.tries,
                found.timeout,
            )
        return None


def _outcome(doing: Doing) -> BaseException | None:
    try:
        doing.run()
    except BaseException as error:  # noqa: BLE001 - SystemExit included: it is noted on the row
        return error
    return None
