"""Rows of any kind for every table, so that a migration has something to lose."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    String,
    Table,
    Uuid,
    insert,
)
from sqlalchemy.types import TypeEngine

from updago.kernel.clock import LocalDeadline
from updago.kernel.db.base import Base
from updago.kernel.db.types import Instant, LocalDeadlineType, RichTextType
from updago.kernel.text import RichText

NOW = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
ROWS = 3
Make = Callable[[str, int], Any]
MAKERS: tuple[tuple[type[TypeEngine[Any]], Make], ...] = (
    (Boolean, lambda _, number: number % 2 == 0),
    (Integer, lambda _, number: number),
    (Float, lambda _, number: number / 4),
    (Uuid, lambda _, number: uuid.UUID(int=number)),
    (JSON, lambda _, number: {"number": number}),
    (Instant, lambda *_: NOW),
    (RichTextType, lambda text, _: RichText.of(f"<p>{text}</p>")),
    (LocalDeadlineType, lambda *_: LocalDeadline(NOW.replace(tzinfo=None), "Europe/Paris")),
    (String, lambda text, _: text),
)


def fill(connection: Connection, tables: set[str]) -> None:
    """Insert three rows into each table; each row refers to the row of its number."""
    for table in Base.metadata.sorted_tables:
        if table.name in tables:
            for number in range(1, ROWS + 1):
                connection.execute(insert(table).values(_row(table, number)))


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(column, number) for column in table.columns}


def _value(column: Column[Any], number: int) -> Any:
    if column.foreign_keys and column.nullable:
        return None if number == 1 else number - 1
    make = next(make for kind, make in MAKERS if isinstance(column.type, kind))
    value = make(f"{number}{column.name}", number)
    length = getattr(column.type, "length", None)
    return value[:length] if isinstance(value, str) else value
