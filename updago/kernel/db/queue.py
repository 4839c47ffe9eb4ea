"""A fair queue for the one writer that SQLite allows."""

from __future__ import annotations

import fcntl
import threading
from collections import deque
from pathlib import Path
from typing import IO, Final

from updago.kernel.errors import Unavailable

WAIT_SECONDS: Final = 30.0


class WriterQueue:
    """First come, first served between threads; between processes by a lock file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False
        self._file: IO[bytes] | None = None

    def acquire(self, timeout: float = WAIT_SECONDS) -> None:
        """Wait for the turn, at most `timeout` seconds. Raises Unavailable."""
        turn = threading.Event()
        with self._mutex:
            if not self._held and not self._waiting:
                self._held = True
                turn.set()
            else:
                self._waiting.append(turn)
        if not turn.wait(timeout):
            with self._mutex:
                if not turn.is_set():
                    self._waiting.remove(turn)
                    raise Unavailable("The site is saving other work; please try again.")
        if self._file is None:
            self._file = self._path.open("ab")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def release(self) -> None:
        """Hand over to the next in line."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False
