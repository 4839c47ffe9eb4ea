"""A limit of time for foreign code inside a transaction, whose locks everybody waits for."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy.orm import Session

from updago.kernel.db.database import leave_queue
from updago.kernel.errors import Unavailable
from updago.kernel.i18n import _

TOO_SLOW: Final = _("This could not be saved in time. Please try again in a moment.")


@contextmanager
def limited(session: Session, seconds: float, overran: Callable[[], None]) -> Iterator[None]:
    """Take the connection away from a block that holds its transaction longer than `seconds`.

    A thread cannot be stopped, so the block goes on, but whoever waits for its locks goes on too;
    `overran` is called at that moment, in another thread. Raises Unavailable when the block ends
    after all: its transaction is lost.
    """
    limit = _Limit(session, overran)
    timer = threading.Timer(seconds, limit.reached)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if limit.ended():
            raise Unavailable(TOO_SLOW) from error
        raise
    finally:
        timer.cancel()
    if limit.ended():
        raise Unavailable(TOO_SLOW)


class _Limit:
    """Decides once whether the block ended or the time was over first."""

    def __init__(self, session: Session, overran: Callable[[], None]) -> None:
        self._connection = session.connection()
        self._overran = overran
        self._mutex = threading.Lock()
        self._has_ended = False
        self._is_cut = False

    def reached(self) -> None:
        """The time is over: free what the transaction holds."""
        with self._mutex:
            if self._has_ended:
                return
            self._is_cut = True
            self._overran()
            _cut(self._connection.connection.dbapi_connection)
            leave_queue(self._connection.info)

    def ended(self) -> bool:
        """The block ended; whether that was too late."""
        with self._mutex:
            if self._is_cut and not self._has_ended:
                self._connection.invalidate()
            self._has_ended = True
            return self._is_cut


def _cut(connection: Any) -> None:
    """End the transaction and refuse every further statement.

    The block's own thread closes the connection: under a statement that runs, SQLite would crash.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.interrupt()
        connection.rollback()
        connection.set_authorizer(lambda *_: sqlite3.SQLITE_DENY)
        return
    connection.cancel()
    with connection.lock:  # held by the statement until it is cancelled
        connection.close()
