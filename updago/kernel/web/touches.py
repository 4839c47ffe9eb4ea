"""Touches: facts that looking at a page leaves behind, written after the view by one thread."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError

from updago.kernel.errors import UpdagoError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from updago.kernel.db.database import Database

log = logging.getLogger(__name__)

Write = Callable[["Session"], object]

# Long enough to collect what many requests say, short enough that nobody misses it.
COLLECT_SECONDS: Final = 0.5
# Facts of which a process remembers when it said them last.
REMEMBERED: Final = 10_000


class Touches:
    """Idempotent upserts of one process, collected and written together in a transaction.

    `put` never waits for the database. What one key said last is what is written. A thread begins
    with the first `put`, so that a site may be built before its server forks.
    """

    def __init__(self, database: Database, collect_seconds: float = COLLECT_SECONDS) -> None:
        self._database = database
        self._collect = collect_seconds
        self._waiting: dict[Hashable, Write] = {}
        self._said: OrderedDict[Hashable, datetime] = OrderedDict()
        self._mutex = threading.Lock()
        self._writing = threading.Lock()
        self._wanted = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, key: Hashable, write: Write) -> None:
        """Have `write(session)` called soon; `key` names the fact: `("person.seen", 7)`.

        `write` executes one upsert on a writing session and must be repeatable.
        """
        with self._mutex:
            self._waiting[key] = write
            if self._thread is None and not self._closing.is_set():
                self._thread = threading.Thread(target=self._run, name="touches", daemon=True)
                self._thread.start()
        self._wanted.set()

    def put_rarely(self, key: Hashable, write: Write, *, now: datetime, every: timedelta) -> None:
        """As `put`, unless this process said the same less than `every` ago."""
        with self._mutex:
            last = self._said.get(key)
            if last is not None and timedelta() <= now - last < every:
                return
            self._said[key] = now
            self._said.move_to_end(key)
            while len(self._said) > REMEMBERED:
                self._said.popitem(last=False)
        self.put(key, write)

    def flush(self) -> None:
        """Write now what is waiting; returns when it is written. A failure is logged and kept."""
        with self._writing:
            with self._mutex:
                batch, self._waiting = self._waiting, {}
            if not batch:
                return
            try:
                self._write(batch)
            except (SQLAlchemyError, UpdagoError, OSError):
                log.exception("%d touches could not be written; they wait", len(batch))
                with self._mutex:
                    self._waiting = {**batch, **self._waiting}

    def close(self) -> None:
        """Stop the thread and write what is left."""
        self._closing.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()
        self.flush()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wanted.wait()
            self._closing.wait(self._collect)
            self._wanted.clear()
            self.flush()

    def _write(self, batch: dict[Hashable, Write]) -> None:
        try:
            with self._database.writer.begin() as session:
                for write in batch.values():
                    write(session)
        except Exception:
            # Each may be repeated: what harms the others is found by writing them apart.
            log.warning("%d touches are written one by one", len(batch), exc_info=True)
            self._write_apart(batch)

    def _write_apart(self, batch: dict[Hashable, Write]) -> None:
        with self._database.writer.begin() as session:
            for key, write in batch.items():
                try:
                    with session.begin_nested():
                        write(session)
                except Exception:
                    session.connection()  # a broken connection fails the batch, which is kept
                    log.exception("the touch %r failed and is dropped", key)
