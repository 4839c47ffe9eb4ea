"""Asking for columns, on the paths that every page takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session

# Marks in `Session.info`. A session that only reads has one connection and one transaction for as
# long as it lives, so that it need not look for them at each statement.
READ_ONLY: Final = "read_only"
READING: Final = "reading"


def ask(
    session: Session, statement: Executable, values: Mapping[str, Any]
) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement that selects columns, never whole objects, within the session.

    It goes straight to the session's connection: getting ready to make objects of the rows takes
    as long as such a statement itself. Nothing is flushed first, so that a writing session must
    have flushed what it wants to find.
    """
    connection = session.info.get(READING)
    if connection is None or connection.closed:
        connection = session.connection()
        if session.info.get(READ_ONLY):
            session.info[READING] = connection
    return connection.execute(statement, values)
