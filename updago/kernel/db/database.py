"""The database: one engine that reads, one that writes, and the sessions over them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.orm import Session, sessionmaker

from updago.kernel.db.asking import READ_ONLY
from updago.kernel.db.folding import teach
from updago.kernel.db.queue import WriterQueue

POOL_SIZE: Final = 8
POOL_OVERFLOW: Final = 64
# A refusal beats a request that waits for ever behind a stuck connection.
POOL_WAIT_SECONDS: Final = 5
BUSY_MILLISECONDS: Final = 10_000
# Where a connection to SQLite keeps how it gives its turn to write back.
WRITING: Final = "writing"


class Database:
    """Engines and sessions of one installation.

    `reader` sessions cannot write (SQLite: query_only, PostgreSQL: READ ONLY); `writer` sessions
    begin at once as writers: on SQLite through the fair queue, so that nobody sees "locked".
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.writers = WriterQueue(self._lock_path()) if self.is_sqlite else None
        if self.is_sqlite:
            Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
        self.write_engine = self._engine(read_only=False)
        self.read_engine = self._engine(read_only=True)
        self.reader = sessionmaker(self.read_engine, autoflush=False, info={READ_ONLY: True})
        self.writer = sessionmaker(self.write_engine)

    def _lock_path(self) -> Path:
        return Path(f"{self.url.database}.writer")

    def _engine(self, *, read_only: bool) -> Engine:
        url: URL = self.url
        if url.get_backend_name() == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(
            url,
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=POOL_WAIT_SECONDS,
            pool_pre_ping=not self.is_sqlite,
        )
        if not self.is_sqlite:
            return engine.execution_options(postgresql_readonly=True) if read_only else engine
        event.listen(engine, "connect", _open_sqlite_reader if read_only else _open_sqlite_writer)
        if read_only:
            event.listen(engine, "begin", _begin_reading)
        else:
            self._listen_as_writer(engine)
        return engine

    def _listen_as_writer(self, engine: Engine) -> None:
        queue = self.writers
        if queue is None:
            return

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            if WRITING not in connection.info:
                queue.acquire()
                connection.info[WRITING] = queue.release
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        @event.listens_for(engine, "checkin")
        def checkin(_: Any, record: Any) -> None:
            # The commit is over here; the engine's own "commit" event comes before it.
            leave_queue(record.info)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only session for commands, jobs and threads; always rolled back."""
        with self.reader() as session:
            yield session

    def dispose(self) -> None:
        """Close every connection."""
        self.read_engine.dispose()
        self.write_engine.dispose()


def leave_queue(info: dict[Any, Any]) -> None:
    """Let the next writer begin, if the connection with this `info` holds the turn."""
    release: Callable[[], None] | None = info.pop(WRITING, None)
    if release is not None:
        release()


def _open_sqlite_writer(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # pysqlite must not manage BEGIN: it loses updates
    teach(connection)
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _open_sqlite_reader(connection: sqlite3.Connection, record: Any) -> None:
    _open_sqlite_writer(connection, record)
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA mmap_size=268435456")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
