"""Telling the engine, after a commit, what the transaction has left for it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from sqlalchemy import event
from sqlalchemy.orm import Session


class Table(StrEnum):
    """Which table a piece of work stands in."""

    OUTBOX = "outbox"
    JOBS = "jobs"


Wake = Callable[[Table, int], None]

_LEFT: Final = "left_for_the_engine"


def wake_after_commit(session: Session, table: Table, key: int) -> None:
    """Remember a row; whoever follows the session hears of it if the transaction commits."""
    session.info.setdefault(_LEFT, []).append((table, key))


def follow(session: Session, wake: Wake) -> None:
    """Call `wake` for each remembered row after the outermost commit, and forget on rollback.

    A row whose savepoint was rolled back may be told too; the worker finds nothing and goes on.
    """

    def committed(session: Session) -> None:
        if session.in_nested_transaction():
            return
        for table, key in session.info.pop(_LEFT, ()):
            wake(table, key)

    event.listen(session, "after_commit", committed)
    event.listen(session, "after_rollback", lambda session: session.info.pop(_LEFT, None))
