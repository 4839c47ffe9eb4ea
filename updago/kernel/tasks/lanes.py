"""Lanes: how much of the engine one plugin may hold at once."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict, deque
from typing import Final

from updago.kernel.tasks.wakeups import Table

WIDTH: Final = 2
# More than this is left to the sweep.
QUEUE: Final = 1000


class Lanes:
    """At most two pieces of work of one plugin run at once, those that are stuck included."""

    def __init__(self, width: int = WIDTH) -> None:
        self._width = width
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[tuple[Table, int]]] = defaultdict(
            lambda: deque(maxlen=QUEUE)
        )

    def enter(self, plugin: str, table: Table, key: int) -> bool:
        """Whether there was room; who entered must leave, who did not is told of by `leave`."""
        with self._lock:
            if self._running[plugin] >= self._width:
                self._waiting[plugin].append((table, key))
                return False
            self._running[plugin] += 1
            return True

    def leave(self, plugin: str) -> tuple[Table, int] | None:
        """Make room, and give the row that has waited longest for it, if any."""
        with self._lock:
            self._running[plugin] -= 1
            waiting = self._waiting[plugin]
            return waiting.popleft() if waiting else None

    def full(self) -> frozenset[str]:
        """The plugins that hold all they may."""
        with self._lock:
            return frozenset(p for p, count in self._running.items() if count >= self._width)
