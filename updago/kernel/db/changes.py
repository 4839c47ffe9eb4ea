"""What an operation changes: the stamps on its rows, and before and after of audited columns."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event, inspect
from sqlalchemy.orm import ColumnProperty, Mapper, Session
from sqlalchemy.orm.attributes import get_history

from updago.kernel.clock import LocalDeadline
from updago.kernel.db.audit import AuditEntry
from updago.kernel.db.base import Base, Record
from updago.kernel.text import RichText

if TYPE_CHECKING:
    from updago.kernel.db.operation import Act

RUNNING: Final = "operation"


@dataclass(slots=True)
class Change:
    """One object: `before` is None for a new one, `after` for one that is gone."""

    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(slots=True)
class Changes:
    """What the running operation changed, by uid."""

    act: Act
    rows: dict[uuid.UUID, Change] = field(default_factory=dict)

    def note(self, uid: uuid.UUID, change: Change) -> None:
        """Add to what is known of the object: the first `before` and the last `after` stay."""
        known = self.rows.setdefault(uid, change)
        if known is change:
            return
        if known.before is not None:
            known.before = {**(change.before or {}), **known.before}
        known.after = None if change.after is None else {**(known.after or {}), **change.after}

    def entries(self, operation: str) -> list[AuditEntry]:
        """The audit rows: one per object, or one of the operation alone."""
        common: dict[str, Any] = {
            "at": self.act.now,
            "operation": operation,
            "actor_id": self.act.actor_id,
            "on_behalf_of_id": self.act.on_behalf_of_id,
            "request_id": self.act.request_id,
        }
        return [
            AuditEntry(
                object_table=row.table, object_uid=uid, before=row.before, after=row.after, **common
            )
            for uid, row in self.rows.items()
        ] or [AuditEntry(**common)]


def watch(session: Session) -> None:
    """Stamp and record what operations change in this session."""
    event.listen(session, "before_flush", _stamp)
    event.listen(session, "after_flush", _record)


@event.listens_for(Base, "before_mapper_configured", propagate=True)
def _load_what_audited_columns_held(mapper: Mapper[Any], _class: type[Any]) -> None:
    for column in mapper.column_attrs:
        if column.columns[0].info.get("audit"):
            column.active_history = True


def _stamp(session: Session, _context: object, _instances: object) -> None:
    changes: Changes | None = session.info.get(RUNNING)
    if changes is None:
        return
    now, actor_id = changes.act.now, changes.act.actor_id
    for row in session.new:
        if isinstance(row, Record):
            _fill(row, uid=changes.act.uids.new(), created_at=now, created_by_id=actor_id)
            _fill(row, updated_at=now, updated_by_id=actor_id)
    for row in session.dirty:
        if isinstance(row, Record) and session.is_modified(row):
            row.updated_at, row.updated_by_id = now, actor_id


def _fill(row: Record, **stamps: object) -> None:
    # An import may have set who and when itself.
    for name, value in stamps.items():
        if getattr(row, name) is None:
            setattr(row, name, value)


def _record(session: Session, _context: object) -> None:
    # After the flush the defaults and expressions of columns have become values.
    changes: Changes | None = session.info.get(RUNNING)
    if changes is None:
        return
    for row in session.new:
        if isinstance(row, Record):
            changes.note(row.uid, Change(_table(row), None, _audited(row)))
    for row in session.dirty:
        if isinstance(row, Record) and (before := _audited_before(row)):
            after = {name: value for name, value in _audited(row).items() if name in before}
            changes.note(row.uid, Change(_table(row), before, after))
    for row in session.deleted:
        if isinstance(row, Record):
            changes.note(row.uid, Change(_table(row), _audited(row), None))


def _columns(row: Record) -> list[ColumnProperty[Any]]:
    return [
        attribute
        for attribute in inspect(row).mapper.column_attrs
        if attribute.columns[0].info.get("audit") or attribute.key == "deleted_at"
    ]


def _audited(row: Record) -> dict[str, Any]:
    return {c.columns[0].name: _plain(getattr(row, c.key)) for c in _columns(row)}


def _audited_before(row: Record) -> dict[str, Any]:
    before: dict[str, Any] = {}
    for column in _columns(row):
        history = get_history(row, column.key)
        if history.has_changes():
            before[column.columns[0].name] = _plain(next(iter(history.deleted), None))
    return before


def _table(row: Record) -> str:
    return str(inspect(row).mapper.local_table.name)


def _plain(value: object) -> object:
    if isinstance(value, RichText):
        return value.html
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (uuid.UUID, LocalDeadline)):
        return str(value)
    return value
