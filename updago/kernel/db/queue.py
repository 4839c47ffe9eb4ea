"""A fair queue for the one writer that SQLite allows."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path
from typing import Final

from updago.kernel.errors import Unavailable
from updago.kernel.i18n import _

WAIT_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.001
BUSY: Final = _("The site is saving other work. Please try again in a moment.")


class WriterQueue:
    """First come, first served between threads; between processes by two lock files.

    Only the first thread of each process stands at the files. Whoever wants the writer's lock
    holds the gate while it waits, so that a process that has just released the lock has to go
    round to the gate, where the others stand, and cannot take it again at once. The system frees
    the locks of a process that dies.
    """

    def __init__(self, path: Path) -> None:
        """`path` is beside the database; the gate has the same name and `.gate` after it."""
        self._path = path
        self._gate = path.with_name(f"{path.name}.gate")
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._owner: int | None = None
        self._busy = False
        self._lock: int | None = None

    def acquire(self, timeout: float = WAIT_SECONDS) -> None:
        """Wait for the turn, at most `timeout` seconds. Raises Unavailable.

        Raises RuntimeError when this thread has the turn already: it would wait for itself.
        """
        until = time.monotonic() + timeout
        self._wait_for_threads(timeout)
        try:
            self._lock = self._wait_for_processes(until)
        except BaseException:
            self._next_thread()
            raise
        self._owner = threading.get_ident()

    def release(self) -> None:
        """Hand over to the next in line."""
        lock, self._lock, self._owner = self._lock, None, None
        if lock is not None:
            os.close(lock)
        self._next_thread()

    def _wait_for_threads(self, timeout: float) -> None:
        turn = threading.Event()
        with self._mutex:
            if self._owner == threading.get_ident():
                raise RuntimeError("this thread is writing already: it would wait for itself")
            if not self._busy:
                self._busy = True
                return
            self._waiting.append(turn)
        if turn.wait(timeout):
            return
        with self._mutex:
            if turn.is_set():
                return
            self._waiting.remove(turn)
        raise Unavailable(BUSY)

    def _next_thread(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._busy = False

    def _wait_for_processes(self, until: float) -> int:
        gate = _locked(self._gate, until)
        try:
            return _locked(self._path, until)
        finally:
            os.close(gate)


def _locked(path: Path, until: float) -> int:
    """Open and lock a file; closing the descriptor unlocks it. Raises Unavailable."""
    # A new descriptor each time: one kept over a fork would share its lock with the child.
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(file)
                raise Unavailable(BUSY) from None
            time.sleep(POLL_SECONDS)
        else:
            return file
