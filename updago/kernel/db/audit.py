"""The tables behind operations: the append-only audit log and the keys of requests already done."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Key, tag


class AuditEntry(Base):
    """One object changed by one operation (or the operation alone, when it changed no tagged one).

    `before` is NULL for a new object, `after` for one that is gone. Grows for ever: time-ordered,
    purged by range, no foreign key into it.
    """

    __tablename__ = "core_audit"
    __table_args__ = (Index(None, "object_uid", "at"), Index(None, "actor_id", "at"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    operation: Mapped[str] = mapped_column(String(80), info=tag(impersonal=True))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    on_behalf_of_id: Mapped[int | None] = mapped_column(BigInteger)
    request_id: Mapped[str] = mapped_column(String(40), info=tag(impersonal=True))
    object_table: Mapped[str | None] = mapped_column(String(80), info=tag(impersonal=True))
    object_uid: Mapped[uuid.UUID | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True),
        info=tag(personal="change.before", subject="actor_id", retention="log"),
    )
    after: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True),
        info=tag(personal="change.after", subject="actor_id", retention="log"),
    )


class DoneOnce(Base):
    """The outcome of an operation with an idempotency key, so that a resend has one effect.

    `arguments` is their SHA-256: a form that was changed before it was sent again is new work.
    """

    __tablename__ = "core_done_once"

    key: Mapped[str] = mapped_column(String(80), primary_key=True, info=tag(impersonal=True))
    operation: Mapped[str] = mapped_column(String(80), primary_key=True, info=tag(impersonal=True))
    actor_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    arguments: Mapped[str] = mapped_column(String(64), primary_key=True, info=tag(impersonal=True))
    at: Mapped[datetime] = mapped_column(index=True)
    result: Mapped[Any | None] = mapped_column(JSON, info=tag(impersonal=True))
