"""What is looked up about roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from updago.kernel.accounts.models import Person
from updago.kernel.accounts.queries import by_name
from updago.kernel.permissions.models import RoleAssignment, RoleOverride
from updago.kernel.permissions.places import Level


@dataclass(frozen=True, slots=True)
class Assigned:
    """A role that somebody holds directly at a level."""

    person_id: int
    name: str
    role: str
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overridden:
    """A value set for a role and permission at a level."""

    role: str
    permission: str
    value: str


def assigned_at(session: Session, level: Level, limit: int = 100) -> Sequence[Assigned]:
    """Who holds roles directly at a level, by role and name; one query."""
    a, p = RoleAssignment, Person
    rows = session.execute(
        select(p.id, p.first_name, p.last_name, a.role, a.starts_at, a.ends_at)
        .join(p, p.id == a.person_id)
        .where(a.level == level[0], a.object_id == level[1])
        .where(a.deleted_at.is_(None), p.deleted_at.is_(None))
        .order_by(a.role, *by_name())
        .limit(limit)
    )
    return [
        Assigned(person_id, f"{first} {last}".strip(), role, starts, ends)
        for person_id, first, last, role, starts, ends in rows
    ]


def roles_at(session: Session, person_id: int, level: Level) -> frozenset[str]:
    """The roles that a person holds directly at a level, whatever their dates; one query."""
    a = RoleAssignment
    return frozenset(
        session.scalars(
            select(a.role).where(
                a.person_id == person_id,
                a.level == level[0],
                a.object_id == level[1],
                a.deleted_at.is_(None),
            )
        )
    )


def overridden_at(session: Session, level: Level) -> Sequence[Overridden]:
    """What is overridden at a level, by role and permission; one query."""
    o = RoleOverride
    rows = session.execute(
        select(o.role, o.permission, o.value)
        .where(o.level == level[0], o.object_id == level[1], o.deleted_at.is_(None))
        .order_by(o.role, o.permission)
    )
    return [Overridden(*row) for row in rows]
