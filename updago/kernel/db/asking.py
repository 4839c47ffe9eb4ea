"""Asking for columns, on the paths that every page takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session


def ask(
    session: Session, statement: Executable, values: Mapping[str, Any]
) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement that selects columns, never whole objects, within the session.

    It goes straight to the session's connection: getting ready to make objects of the rows takes
    as long as such a statement itself. Nothing is flushed first, so that a writing session must
    have flushed what it wants to find.
    """
    return session.connection().execute(statement, values)
