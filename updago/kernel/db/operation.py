"""Operations: every write goes through `@operation`, which stamps, audits and repeats safely."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.exc import StaleDataError

from updago.kernel.clock import Clock, LocalDeadline, Uids
from updago.kernel.db.audit import AuditEntry, DoneOnce
from updago.kernel.db.base import Base, Record
from updago.kernel.errors import Conflict
from updago.kernel.text import RichText

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

STALE: Final = "Someone else changed this meanwhile. Compare both versions, then save again."


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, for whom, when, and within which request and transaction.

    `actor_id` is None for the system itself (start, jobs, commands). `once` is the idempotency
    key: a second operation of that name, key and actor returns the first one's result.
    """

    session: Session
    clock: Clock
    uids: Uids
    actor_id: int | None = None
    on_behalf_of_id: int | None = None
    request_id: str = ""
    once: str | None = None

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def get(self, kind: type[T], key: int, version: int | None = None) -> T | None:
        """Load a row that is not marked deleted; with `version`, refuse a stale one.

        Raises Conflict when the row's version is another.
        """
        found = self.session.get(kind, key)
        if found is None or getattr(found, "deleted_at", None) is not None:
            return None
        if version is not None and getattr(found, "version", version) != version:
            raise Conflict(STALE)
        return found

    def add(self, row: T) -> T:
        """Add a row and flush, so that its id and uid are known."""
        self.session.add(row)
        self.session.flush()
        return row

    def delete(self, row: Record) -> None:
        """Mark a row deleted; it can be brought back until the purge job takes it."""
        row.deleted_at, row.deleted_by_id = self.now, self.actor_id

    def restore(self, row: Record) -> None:
        """Bring a row back that was marked deleted."""
        row.deleted_at, row.deleted_by_id = None, None


@dataclass(slots=True)
class _Changes:
    """What the running operation changed, by uid: first `before`, last `after`."""

    act: Act
    rows: dict[uuid.UUID, tuple[str, dict[str, Any] | None, dict[str, Any]]] = field(
        default_factory=dict
    )


def operation(
    name: str,
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Act, P], R]]:
    """Make a function an operation called `plugin.object.verb`.

    The outermost operation of a call is repeated safely by `act.once` and runs in a savepoint, so
    that a refusal leaves nothing behind. Each one writes its own audit rows. A row that somebody
    else changed meanwhile raises Conflict.
    """

    def decorate(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Act, P], R]:
        @functools.wraps(function)
        def run(act: Act, *args: P.args, **kwargs: P.kwargs) -> R:
            if act.session.info.get("operation") is not None:
                return _recorded(name, function, act, args, kwargs)
            if act.once and (done := _done(act, name)) is not None:
                revived: R = _revive(act.session, done.result)
                return revived
            try:
                with act.session.begin_nested():
                    result = _recorded(name, function, act, args, kwargs)
                    act.session.flush()
                    if act.once:
                        _remember(act, name, result)
            except StaleDataError as error:
                raise Conflict(STALE) from error
            return result

        return run  # type: ignore[return-value]  # wraps() hides the shape mypy wants

    return decorate


def _recorded(
    name: str, function: Callable[..., R], act: Act, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> R:
    session = act.session
    outer = session.info.get("operation")
    if outer is not None:
        session.flush()  # what the outer one did belongs to its own audit rows
    changes = _Changes(act)
    session.info["operation"] = changes
    try:
        result = function(replace(act, once=None) if outer is None else act, *args, **kwargs)
        session.flush()
    finally:
        session.info["operation"] = outer
    _write_audit(act, name, changes)
    return result


def _write_audit(act: Act, name: str, changes: _Changes) -> None:
    common = {
        "at": act.now,
        "operation": name,
        "actor_id": act.actor_id,
        "on_behalf_of_id": act.on_behalf_of_id,
        "request_id": act.request_id,
    }
    rows = [
        AuditEntry(object_table=table, object_uid=uid, before=before, after=after, **common)
        for uid, (table, before, after) in changes.rows.items()
    ]
    act.session.add_all(rows or [AuditEntry(**common)])


def _done(act: Act, name: str) -> DoneOnce | None:
    return act.session.scalar(
        select(DoneOnce).where(
            DoneOnce.key == act.once,
            DoneOnce.operation == name,
            DoneOnce.actor_id == (act.actor_id or 0),
        )
    )


def _remember(act: Act, name: str, result: object) -> None:
    act.session.add(
        DoneOnce(
            key=act.once,
            operation=name,
            actor_id=act.actor_id or 0,
            at=act.now,
            result=_keep(result),
        )
    )


def _keep(result: object) -> object:
    if isinstance(result, Base):
        return {"row": type(result).__tablename__, "key": inspect(result).identity}
    if result is None or isinstance(result, (bool, int, str)):
        return {"value": result}
    raise TypeError(f"an operation returns a row or a plain value, not {type(result).__name__}")


def _revive(session: Session, kept: dict[str, Any]) -> Any:
    if "row" not in kept:
        return kept["value"]
    for mapper in Base.registry.mappers:
        if mapper.persist_selectable.description == kept["row"]:
            return session.get(mapper.class_, tuple(kept["key"]))
    return None


def watch(session: Session) -> None:
    """Stamp and record what operations change in this session."""
    event.listen(session, "before_flush", _before_flush)


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    changes: _Changes | None = session.info.get("operation")
    if changes is None:
        return
    for row in session.new:
        _stamp_new(row, changes.act)
    for row in session.dirty:
        if isinstance(row, Record) and session.is_modified(row):
            row.updated_at, row.updated_by_id = changes.act.now, changes.act.actor_id
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Record):
            _note(row, changes, is_new=row in session.new, is_gone=row in session.deleted)


def _stamp_new(row: object, act: Act) -> None:
    if not isinstance(row, Record):
        return
    # An import may bring its own stamps; whatever it leaves open is filled here.
    given = row.__dict__
    row.uid = given.get("uid") or act.uids.new()
    row.created_at = given.get("created_at") or act.now
    row.created_by_id = given.get("created_by_id") or act.actor_id
    row.updated_at = given.get("updated_at") or act.now
    row.updated_by_id = given.get("updated_by_id") or act.actor_id


def _note(row: Record, changes: _Changes, *, is_new: bool, is_gone: bool) -> None:
    state = inspect(row)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        if not (column.info.get("audit") or column.name == "deleted_at"):
            continue
        history = get_history(row, attribute.key)
        if not (is_new or is_gone or history.has_changes()):
            continue
        value = _plain(getattr(row, attribute.key))
        if not is_new:
            before[column.name] = _plain(history.deleted[0]) if history.deleted else value
        if not is_gone:
            after[column.name] = value
    if not (before or after):
        return
    seen = changes.rows.get(row.uid)
    if seen is None:
        table = state.mapper.persist_selectable.description
        changes.rows[row.uid] = (table, None if is_new else before, after)
    else:
        table, first, last = seen
        kept = None if first is None else {**before, **first}
        changes.rows[row.uid] = (table, kept, {**last, **after})


def _plain(value: object) -> object:
    if isinstance(value, RichText):
        return value.html
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (uuid.UUID, LocalDeadline)):
        return str(value)
    return value
