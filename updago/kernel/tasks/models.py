"""Tables of background work: deliveries of events, jobs, and mail on its way out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Key, tag

WAITING: Final = "waiting"
RUNNING: Final = "running"
DONE: Final = "done"
PARKED: Final = "parked"


class Work:
    """What a worker takes from a table: waiting → running → done, or parked after too many tries.

    `due_at` is when it may be taken: while it runs, the end of the lease of whoever runs it.
    """

    id: Mapped[int] = mapped_column(Key, primary_key=True, sort_order=-10)
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, info=tag(impersonal=True))
    state: Mapped[str] = mapped_column(String(12), default=WAITING, info=tag(impersonal=True))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text, info=tag(impersonal=True))


class Delivery(Work, Base):
    """One event owed to one handler."""

    __tablename__ = "core_outbox"
    __table_args__ = (Index(None, "state", "due_at"),)

    handler: Mapped[str] = mapped_column(String(120), info=tag(impersonal=True))
    event: Mapped[str] = mapped_column(String(120), info=tag(impersonal=True))


class Job(Work, Base):
    """One piece of background work, written in the transaction that wants it.

    `key` is unique per kind: five requests for one thing are one job.
    """

    __tablename__ = "core_job"
    __table_args__ = (Index(None, "kind", "key", unique=True), Index(None, "state", "due_at"))

    kind: Mapped[str] = mapped_column(String(120), info=tag(impersonal=True))
    key: Mapped[str] = mapped_column(String(200), info=tag(impersonal=True))


class Mail(Base):
    """A message on its way out; purged by range once it has been sent."""

    __tablename__ = "core_mail"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    uid: Mapped[str] = mapped_column(String(36), info=tag(impersonal=True))
    address: Mapped[str] = mapped_column(
        String(254), info=tag(personal="address", subject="person_id", retention="log")
    )
    name: Mapped[str] = mapped_column(
        String(200), info=tag(personal="name", subject="person_id", retention="log")
    )
    subject: Mapped[str] = mapped_column(
        String(500), info=tag(personal="subject", subject="person_id", retention="log")
    )
    text: Mapped[str] = mapped_column(
        Text, info=tag(personal="text", subject="person_id", retention="log")
    )
    sent_at: Mapped[datetime | None]
