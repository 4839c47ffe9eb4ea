"""Column types: Instant, LocalDeadline and RichText."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from updago.kernel.clock import LocalDeadline
from updago.kernel.text import RichText


class Instant(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        # SQLite keeps text without a zone; everything stored is UTC.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class LocalDeadlineType(TypeDecorator[LocalDeadline]):
    """A wall time and its zone, in the text form of RFC 9557."""

    impl = String(80)
    cache_ok = True

    def process_bind_param(self, value: LocalDeadline | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> LocalDeadline | None:
        return None if value is None else LocalDeadline.parse(value)


class RichTextType(TypeDecorator[RichText]):
    """HTML, sanitised on write and again on read.

    A stricter policy so reaches what was stored before it.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: RichText | None, dialect: Dialect) -> str | None:
        return None if value is None else value.html

    def process_result_value(self, value: Any, dialect: Dialect) -> RichText | None:
        return None if value is None else RichText.of(value)
