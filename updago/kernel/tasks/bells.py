"""Bells: how the engine hears of new work at once. The tables remember; a bell may be missed."""

from __future__ import annotations

import queue
import time
from typing import Any, Final, Protocol

from sqlalchemy import make_url

from updago.kernel.errors import StartError
from updago.kernel.i18n import _
from updago.kernel.tasks.wakeups import Table

NAME: Final = "updago"
POLL_SECONDS: Final = 0.2

Call = tuple[Table, int]


class Bell(Protocol):
    """Rung after a commit; waited for by the engine's threads."""

    # Whether other processes hear it.
    is_shared: bool

    def ring(self, table: Table, key: int) -> None: ...

    def wait(self, seconds: float) -> Call | None: ...

    def close(self) -> None: ...


class LocalBell:
    """A bell within one process."""

    is_shared = False

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Call] = queue.SimpleQueue()

    def ring(self, table: Table, key: int) -> None:
        """Tell one waiting thread of a row."""
        self._calls.put((table, key))

    def wait(self, seconds: float) -> Call | None:
        """The next row, or None after so many seconds."""
        try:
            return self._calls.get(timeout=seconds)
        except queue.Empty:
            return None

    def close(self) -> None:
        """Nothing to close."""


class SharedBell:
    """A bell that all processes of a site hear, over a storage of huey.

    Only the name of a table and a number travel, as text: what a stranger puts into the storage
    can at most make a worker look at a row.
    """

    is_shared = True

    def __init__(self, storage: Any) -> None:
        self._storage = storage

    def ring(self, table: Table, key: int) -> None:
        """Tell one waiting thread, of whichever process, of a row."""
        self._storage.enqueue(f"{table}:{key}".encode())

    def wait(self, seconds: float) -> Call | None:
        """The next row, or None after about so many seconds (one, when the storage waits)."""
        until = time.monotonic() + seconds
        while True:
            data = self._storage.dequeue()
            if data is not None:
                return _call(data)
            if self._storage.blocking or time.monotonic() >= until:
                return None
            time.sleep(POLL_SECONDS)

    def close(self) -> None:
        """Close the connection."""
        self._storage.close()


def _call(data: bytes) -> Call | None:
    table, _, key = data.decode("ascii", "replace").partition(":")
    return (Table(table), int(key)) if table in set(Table) and key.isdecimal() else None


def bell_of(queue_url: str) -> Bell:
    """The bell of the setting: none given → within the process; redis, postgresql or sqlite."""
    if not queue_url:
        return LocalBell()
    from huey import storage

    scheme = queue_url.partition(":")[0]
    if scheme in {"redis", "rediss", "unix"}:
        return SharedBell(storage.RedisStorage(NAME, url=queue_url))
    if scheme == "postgresql":
        # Its way of waiting keeps a connection per thread, which nothing closes.
        return SharedBell(storage.PostgresStorage(NAME, dsn=queue_url, blocking=False))
    if scheme == "sqlite":
        return SharedBell(storage.SqliteStorage(NAME, filename=make_url(queue_url).database))
    raise StartError(
        _("The setting queue_url cannot begin with ${scheme}: use redis, postgresql or sqlite."),
        {"scheme": scheme},
    )
