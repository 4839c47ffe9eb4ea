"""Idempotency: the same operation, arguments, key and person have one effect and one result."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from updago.kernel.db.audit import DoneOnce
from updago.kernel.db.base import Base

if TYPE_CHECKING:
    from updago.kernel.db.operation import Act

_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+")


def fingerprint(*arguments: object) -> str:
    """The SHA-256 of the arguments' representation, without addresses in memory."""
    return hashlib.sha256(_ADDRESS.sub("", repr(arguments)).encode()).hexdigest()


def claim(act: Act, name: str, arguments: str) -> bool:
    """Say that this operation is being done now; False when it has been done before.

    Another transaction that does the same waits here until this one is over.
    """
    dialect = postgresql if act.session.get_bind().dialect.name == "postgresql" else sqlite
    values = {**_identity(act, name, arguments), "at": act.now, "result": {"value": None}}
    insert = dialect.insert(DoneOnce).values(**values).on_conflict_do_nothing()
    made = act.session.scalar(insert.returning(DoneOnce.key))
    return made is not None


def remember(act: Act, name: str, arguments: str, kept: object) -> None:
    """Store the result (as made by `keep`) of the operation that was claimed."""
    act.session.execute(
        update(DoneOnce).where(_is(act, name, arguments)).values(result=kept),
        execution_options={"synchronize_session": False},
    )


def first_result(act: Act, name: str, arguments: str) -> Any:
    """What the operation returned when it was done: its row is loaded anew."""
    kept = act.session.scalar(select(DoneOnce.result).where(_is(act, name, arguments)))
    return _revive(act.session, kept)


def keep(result: object) -> dict[str, Any]:
    """The JSON form of a result: a row, a plain value, or a list or tuple of these.

    Raises TypeError for anything else, whether or not there is an idempotency key.
    """
    if isinstance(result, Base):
        return {"row": type(result).__tablename__, "key": inspect(result).identity}
    if isinstance(result, (list, tuple)):
        return {"list": [keep(item) for item in result], "tuple": isinstance(result, tuple)}
    if result is None or isinstance(result, (bool, int, str)):
        return {"value": result}
    raise TypeError(f"an operation returns rows or plain values, not {type(result).__name__}")


def _revive(session: Session, kept: Any) -> Any:
    if "list" in kept:
        items = [_revive(session, item) for item in kept["list"]]
        return tuple(items) if kept["tuple"] else items
    if "row" not in kept:
        return kept["value"]
    for mapper in Base.registry.mappers:
        if getattr(mapper.local_table, "name", None) == kept["row"]:
            return session.get(mapper.class_, tuple(kept["key"]))
    return None


def _identity(act: Act, name: str, arguments: str) -> dict[str, Any]:
    return {
        "key": act.once,
        "operation": name,
        "actor_id": act.actor_id or 0,
        "arguments": arguments,
    }


def _is(act: Act, name: str, arguments: str) -> ColumnElement[bool]:
    columns = DoneOnce.__table__.c
    return and_(*(columns[k] == v for k, v in _identity(act, name, arguments).items()))
