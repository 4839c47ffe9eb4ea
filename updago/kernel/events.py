"""Events: what happened, told before commit (may veto) and after it (by the outbox)."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final, Literal, Protocol, TypeVar

from updago.kernel.db.operation import Act
from updago.kernel.db.overrun import limited
from updago.kernel.errors import UpdagoError
from updago.kernel.plugins.registry import Registry

log = logging.getLogger(__name__)

# So many calls of one handler may run at once; the next waits, or goes on without it.
AT_ONCE: Final = 2
BEFORE_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Event:
    """The base of events: a frozen dataclass of ints, strings, booleans, None and instants.

    `name` is `plugin.object.happened`; it is what the outbox stores, so it never changes.
    """

    name: ClassVar[str]

    def payload(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in dataclasses.asdict(self).items()
        }


E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class EventHandler:
    """A function that hears of one kind of event.

    phase "before": `run(act, event)` in a savepoint of the publishing transaction; raising an
    UpdagoError vetoes the operation, any other error rolls back the savepoint only. Everybody
    waits for its transaction: one that takes too long loses it, and its operation fails.
    phase "after": `run(site, event)` after commit, at least once; it must be idempotent.
    """

    name: str
    event: type[Event]
    phase: Literal["before", "after"]
    run: Callable[[Any, Any], None]


class Outbox(Protocol):
    """Where deliveries after commit are written, in the transaction of the event."""

    def put(self, act: Act, handler: str, event: Event) -> None: ...


class Failures(Protocol):
    """Counts what plugins do wrong, for the breaker and the health page."""

    def allows(self, plugin: str, place: str) -> bool: ...

    def failed(self, plugin: str, place: str, error: BaseException | str) -> None: ...

    def succeeded(self, plugin: str, place: str) -> None: ...


def _turns() -> defaultdict[str, threading.BoundedSemaphore]:
    return defaultdict(lambda: threading.BoundedSemaphore(AT_ONCE))


@dataclass(frozen=True, slots=True)
class Bus:
    """The handlers of one application. `strict` (tests) lets every error through.

    `seconds` is what a handler before commit may take.
    """

    handlers: Registry[EventHandler]
    outbox: Outbox
    failures: Failures
    strict: bool = False
    seconds: float = BEFORE_SECONDS
    _turns: defaultdict[str, threading.BoundedSemaphore] = dataclasses.field(default_factory=_turns)

    def publish(self, act: Act, event: Event) -> None:
        """Call handlers before commit now, and write one delivery per handler after it."""
        for name, handler in self.handlers.enabled().items():
            if handler.event is not type(event):
                continue
            if handler.phase == "after":
                self.outbox.put(act, name, event)
            else:
                self._before(act, handler, event)

    def _before(self, act: Act, handler: EventHandler, event: Event) -> None:
        plugin = self.handlers.owner(handler.name)
        if not self.failures.allows(plugin, handler.name):
            return
        turn = self._turns[handler.name]
        if not turn.acquire(timeout=self.seconds):
            self.failures.failed(plugin, handler.name, "crowded")
            return
        try:
            self._in_turn(act, handler, event, plugin)
        finally:
            turn.release()

    def _in_turn(self, act: Act, handler: EventHandler, event: Event, plugin: str) -> None:
        def overran() -> None:
            self.failures.failed(plugin, handler.name, "time-out")

        try:
            with act.session.begin_nested(), limited(act.session, self.seconds, overran):
                handler.run(act, event)
        except UpdagoError:
            raise  # a veto, in words for the person
        except Exception as error:
            if self.strict:
                raise
            self.failures.failed(plugin, handler.name, error)
            log.exception("handler %s of %s failed on %s", handler.name, plugin, event.name)
        else:
            self.failures.succeeded(plugin, handler.name)


def publish(act: Act, event: Event) -> None:
    """Tell an event from inside an operation; the session carries the application's bus."""
    bus: Bus | None = act.session.info.get("bus")
    if bus is not None:
        bus.publish(act, event)


def revive(kind: type[E], payload: Mapping[str, Any]) -> E:
    """The event of a stored payload; unknown keys are ignored, instants are parsed."""
    values: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        if field.name not in payload:
            continue
        value = payload[field.name]
        if isinstance(value, str) and "datetime" in str(field.type):
            value = datetime.fromisoformat(value)
        values[field.name] = value
    return kind(**values)
