"""Lanes: how much of the engine one plugin may hold at once."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Final

WIDTH: Final = 2


class Lanes:
    """At most two pieces of work of one plugin run at once, those that are stuck included."""

    def __init__(self, width: int = WIDTH) -> None:
        self._width = width
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()

    def enter(self, plugin: str) -> bool:
        """Whether there was room; who entered must leave."""
        with self._lock:
            if self._running[plugin] >= self._width:
                return False
            self._running[plugin] += 1
            return True

    def leave(self, plugin: str) -> None:
        """Make room."""
        with self._lock:
            self._running[plugin] -= 1

    def full(self) -> frozenset[str]:
        """The plugins that hold all they may."""
        with self._lock:
            return frozenset(p for p, count in self._running.items() if count >= self._width)
