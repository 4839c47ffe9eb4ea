"""Purging the tables that grow for ever: by range of keys, in small batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, delete, select

from updago.kernel.db.audit import AuditEntry, DoneOnce
from updago.kernel.tasks.models import DONE, Delivery, Job, Mail

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

    from updago.kernel.app import Site
    from updago.kernel.db.base import Base

PURGE: Final = "core.purge"
# So few rows that nobody waits long behind a batch.
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Growing:
    """A table whose rows go when `at` is older than `keep`, if `where` holds for them."""

    table: type[Base]
    key: InstrumentedAttribute[Any]
    at: InstrumentedAttribute[Any]
    keep: timedelta
    where: ColumnElement[bool] | None = None


def growing() -> tuple[Growing, ...]:
    """What the kernel keeps how long; the audit log for the five years of a degree."""
    return (
        Growing(Delivery, Delivery.id, Delivery.due_at, timedelta(days=7), Delivery.state == DONE),
        Growing(Job, Job.id, Job.due_at, timedelta(days=30), Job.state == DONE),
        Growing(Mail, Mail.id, Mail.at, timedelta(days=30)),
        Growing(DoneOnce, DoneOnce.key, DoneOnce.at, timedelta(days=2)),
        Growing(AuditEntry, AuditEntry.id, AuditEntry.at, timedelta(days=5 * 365)),
    )


def purge(site: Site, _payload: Mapping[str, Any]) -> None:
    """Delete what the kernel's own tables have held long enough."""
    purge_ranges(site, growing())


def purge_ranges(site: Site, tables: Iterable[Growing]) -> None:
    """Delete what is older than its time, batch by batch, each in a transaction of its own."""
    for rows in tables:
        while purge_batch(site, rows) == BATCH:
            pass


def purge_batch(site: Site, rows: Growing) -> int:
    """Delete at most one batch of the oldest rows and return how many keys it had."""
    old = rows.at < site.clock.now() - rows.keep
    query = select(rows.key).where(old).order_by(rows.at).limit(BATCH)
    if rows.where is not None:
        query = query.where(rows.where)
    with site.database.reading() as session:
        keys = list(session.scalars(query))
    if keys:
        with site.database.writer.begin() as session:
            session.execute(
                delete(rows.table).where(rows.key.in_(keys), old),
                execution_options={"synchronize_session": False},
            )
    return len(keys)
