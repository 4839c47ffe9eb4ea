"""The breaker: one failure has one victim, and what keeps failing is left alone a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

FAILURES_TO_OPEN: Final = 2
REST_SECONDS: Final = 60.0


@dataclass(slots=True)
class Record:
    """What is known of one place of one plugin."""

    failures: int = 0
    total: int = 0
    opened_at: float | None = None
    last_error: str = ""


class Breakers:
    """Counts failures by plugin and place; open after two in a row, half-open after 60 s.

    A place is a block type, a handler, a slot or a route: one that fails does not close another.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._records: dict[tuple[str, str], Record] = {}

    def allows(self, plugin: str, place: str) -> bool:
        """Whether the place may be tried now; after the rest, one try is let through."""
        with self._lock:
            record = self._records.get((plugin, place))
            if record is None or record.opened_at is None:
                return True
            if self._monotonic() - record.opened_at < REST_SECONDS:
                return False
            record.opened_at = self._monotonic()
            return True

    def failed(self, plugin: str, place: str, error: BaseException | str) -> None:
        """Count a failure: an error, or a time-out given as a word."""
        with self._lock:
            record = self._noted(plugin, place, error)
            record.failures += 1
            if record.failures >= FAILURES_TO_OPEN:
                record.opened_at = self._monotonic()

    def note(self, plugin: str, place: str, error: BaseException | str) -> None:
        """Count for the health page what harmed nobody else: the place stays open."""
        with self._lock:
            self._noted(plugin, place, error)

    def rest(self, plugin: str, place: str, error: BaseException | str) -> None:
        """Count a failure and leave the place alone from now on."""
        with self._lock:
            record = self._noted(plugin, place, error)
            record.failures = max(record.failures, FAILURES_TO_OPEN)
            record.opened_at = self._monotonic()

    def _noted(self, plugin: str, place: str, error: BaseException | str) -> Record:
        record = self._records.setdefault((plugin, place), Record())
        record.total += 1
        record.last_error = error if isinstance(error, str) else type(error).__name__
        return record

    def succeeded(self, plugin: str, place: str) -> None:
        """Forget the failures in a row."""
        if (plugin, place) not in self._records:
            return
        with self._lock:
            record = self._records[plugin, place]
            record.failures, record.opened_at = 0, None

    def report(self) -> dict[tuple[str, str], Record]:
        """What failed since the start of this process, by plugin and place."""
        with self._lock:
            return dict(self._records)
