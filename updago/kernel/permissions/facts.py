"""Facts about one person, from all sources, in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from updago.kernel.accounts.models import ACTIVE, Person
from updago.kernel.db.asking import ask
from updago.kernel.db.types import Instant
from updago.kernel.permissions.declarations import SIGNED_IN, FactSource
from updago.kernel.permissions.models import RoleAssignment
from updago.kernel.permissions.places import SITE_LEVEL, Level

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Column = SQLColumnExpression[Any]
ROLE: Final = "role"
GROUP: Final = "group"
GROUPING: Final = "grouping"
# The note of a group that nobody can choose for work.
IDLE: Final = "idle"


@dataclass(frozen=True, slots=True)
class Held:
    """A role held at a level, and whence: an assignment, an enrolment."""

    role: str
    level: Level
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the oracle knows about one person at one instant.

    `groups` and `working` (those that take part in work) are ids of groups by course;
    `groupings` are ids of the person's groups by grouping.
    """

    held: Mapping[Level, tuple[Held, ...]] = field(default_factory=dict)
    groups: Mapping[int, frozenset[int]] = field(default_factory=dict)
    is_active: bool = False
    working: Mapping[int, frozenset[int]] = field(default_factory=dict)
    groupings: Mapping[int, frozenset[int]] = field(default_factory=dict)


def fact(
    kind: str,
    key: Column | str,
    *,
    level: Column | str | None = None,
    object_id: Column | int | None = None,
    starts_at: Column | None = None,
    ends_at: Column | None = None,
    note: str = "",
) -> tuple[Column, ...]:
    """The seven columns of a fact source's SELECT, typed alike on every database."""
    return (
        _text(kind).label("kind"),
        (_text(key) if isinstance(key, str) else cast(key, String)).label("key"),
        _text(level).label("level"),
        _number(object_id).label("object_id"),
        _instant(starts_at).label("starts_at"),
        _instant(ends_at).label("ends_at"),
        _text(note).label("note"),
    )


def _text(value: Column | str | None) -> Column:
    if value is None:
        return cast(null(), String)
    return literal(value, String) if isinstance(value, str) else value


def _number(value: Column | int | None) -> Column:
    return cast(value, BigInteger) if value is None or isinstance(value, int) else value


def _instant(value: Column | None) -> Column:
    # A cast of a value would make SQLite read a date as a number.
    return cast(null(), Instant) if value is None else type_coerce(value, Instant)


def load_facts(
    session: Session, person_id: int, now: datetime, sources: Iterable[FactSource]
) -> Facts:
    """Ask all sources at once.

    A person who is suspended or deleted holds nothing. A failing source raises, so that nothing
    is granted by half of the facts.
    """
    held: dict[Level, list[Held]] = {}
    groups: dict[int, set[int]] = {}
    working: dict[int, set[int]] = {}
    groupings: dict[int, set[int]] = {}
    is_active = False
    rows = ask(session, _statement(tuple(sources)), {"person_id": person_id, "now": now})
    for kind, key, level, object_id, starts, ends, note in rows:
        if (starts and now < starts) or (ends and now >= ends):
            continue
        if kind == GROUP:
            groups.setdefault(object_id, set()).add(int(key))
            if note != IDLE:
                working.setdefault(object_id, set()).add(int(key))
        elif kind == GROUPING:
            groupings.setdefault(object_id, set()).add(int(key))
        elif kind == ROLE:
            at = (level, object_id or 0)
            held.setdefault(at, []).append(Held(key, at, note or ""))
            is_active = is_active or (key == SIGNED_IN and at == SITE_LEVEL)
    if not is_active:
        return Facts()
    return Facts(
        {level: tuple(roles) for level, roles in held.items()},
        _frozen(groups),
        is_active,
        _frozen(working),
        _frozen(groupings),
    )


def _frozen(found: Mapping[int, set[int]]) -> Mapping[int, frozenset[int]]:
    return {key: frozenset(members) for key, members in found.items()}


@lru_cache(maxsize=16)
def _statement(sources: tuple[FactSource, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    """All sources in one statement: building it costs more than asking it."""
    person_id: BindParameter[int] = bindparam("person_id", type_=BigInteger)
    now: BindParameter[datetime] = bindparam("now", type_=Instant)
    asked = (source.select(person_id, now) for source in sources)
    return union_all(_account(person_id), _assignments(person_id), *asked)


def _account(person_id: BindParameter[int]) -> Select[Any]:
    columns = fact(ROLE, SIGNED_IN, level="site", object_id=0, note="account")
    return select(*columns).where(
        Person.id == person_id, Person.state == ACTIVE, Person.deleted_at.is_(None)
    )


def _assignments(person_id: BindParameter[int]) -> Select[Any]:
    a = RoleAssignment
    columns = fact(
        ROLE,
        a.role,
        level=a.level,
        object_id=a.object_id,
        starts_at=a.starts_at,
        ends_at=a.ends_at,
        note="assignment",
    )
    return select(*columns).where(a.person_id == person_id, a.deleted_at.is_(None))
