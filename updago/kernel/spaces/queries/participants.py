"""The people of a course, and its groups, as one person may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import BindParameter, and_, bindparam, exists, not_, or_, select
from sqlalchemy.orm import Session

from updago.kernel.accounts.models import ACTIVE as LIVING
from updago.kernel.accounts.models import Person
from updago.kernel.accounts.queries import by_name
from updago.kernel.db.asking import ask
from updago.kernel.db.folding import folded
from updago.kernel.db.paging import PAGE_SIZE, AnySelect, Listing, Paged
from updago.kernel.db.types import Instant
from updago.kernel.spaces.models import (
    Enrolment,
    EnrolmentInstance,
    Group,
    GroupMember,
)
from updago.kernel.spaces.models.enrolment import SUSPENDED
from updago.kernel.spaces.queries.catalogue import matching, running
from updago.kernel.spaces.queries.groups import ALL_GROUPS, CourseGroup
from updago.kernel.spaces.structure import CourseStructure

if TYPE_CHECKING:
    from updago.kernel.permissions.oracle import Oracle

EDIT_PEOPLE: Final = "enrolment:person:edit"
NO_GROUP: Final = 0
SEARCH_LIMIT: Final = 20


@dataclass(frozen=True, slots=True)
class ParticipantFilter:
    """What to list: everything at its default lists everybody the reader may see.

    `status`: active, suspended, future, ended. `group_id` NO_GROUP: people in no group.
    """

    role: str = ""
    group_id: int | None = None
    status: str = ""
    method: str = ""
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One enrolment of a participant; `status` as in the filter."""

    id: int
    version: int
    instance_id: int
    method: str
    role: str
    status: str
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Participant:
    """A person of a course, with their enrolments and groups."""

    person_id: int
    first_name: str
    last_name: str
    username: str
    email: str
    last_access_at: datetime | None
    enrolments: tuple[Held, ...]
    groups: tuple[CourseGroup, ...]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles held by enrolment, each once."""
        return tuple(dict.fromkeys(held.role for held in self.enrolments))


# Built once: the list of participants asks both.
_MEMBERSHIPS: Final = (
    select(GroupMember.person_id, Group.id, Group.name, Group.visibility)
    .join(Group, Group.id == GroupMember.group_id)
    .where(
        Group.course_id == bindparam("course"),
        Group.deleted_at.is_(None),
        GroupMember.person_id.in_(bindparam("people", expanding=True)),
    )
    .order_by(folded(Group.name), Group.id)
)
_ENROLMENTS: Final = (
    select(
        Enrolment.person_id,
        Enrolment.id,
        Enrolment.version,
        Enrolment.instance_id,
        EnrolmentInstance.method,
        Enrolment.role,
        Enrolment.state,
        Enrolment.starts_at,
        Enrolment.ends_at,
        Enrolment.last_access_at,
    )
    .join(EnrolmentInstance, EnrolmentInstance.id == Enrolment.instance_id)
    .where(
        Enrolment.course_id == bindparam("course"),
        Enrolment.person_id.in_(bindparam("people", expanding=True)),
        Enrolment.deleted_at.is_(None),
    )
    .order_by(EnrolmentInstance.position, Enrolment.id)
)


def participants(
    session: Session,
    oracle: Oracle,
    course: CourseStructure,
    wanted: ParticipantFilter = ParticipantFilter(),
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Paged[Participant]:
    """One page of the people of a course by name: four queries, however many rows.

    Who may not edit enrolments sees only people who are in the course now; in separate groups,
    who may not see all groups only those of their own.
    """
    shape = _Shape(
        has_role=bool(wanted.role),
        has_method=bool(wanted.method),
        status=wanted.status,
        group={None: "", NO_GROUP: "none"}.get(wanted.group_id, "one"),
        sees_past=oracle.may(EDIT_PEOPLE, course.place),
        apart=course.group_mode == "separate" and not oracle.may(ALL_GROUPS, course.place),
    )
    asked = {
        "course": course.id,
        "now": oracle.now,
        "role": wanted.role,
        "method": wanted.method,
        "group": wanted.group_id,
        "reader": oracle.person_id,
        "own": list(oracle.groups(course.id)),
    }
    listing = _searching(shape, wanted.keyword) if wanted.keyword else _browsing(shape)
    found = listing.page(session, asked, page, size)
    keys = [row.id for row in found]
    enrolments, seen = _enrolments(session, course.id, keys, oracle)
    groups = _groups(session, course, keys, oracle)
    return found.map(
        lambda row: Participant(
            row.id,
            row.first_name,
            row.last_name,
            row.username,
            row.email,
            seen.get(row.id),
            tuple(enrolments[row.id]),
            tuple(groups[row.id]),
        )
    )


def people_to_enrol(
    session: Session, course_id: int, keyword: str, limit: int = SEARCH_LIMIT
) -> Sequence[Person]:
    """People with an active account who are not in the course yet, by name: one query."""
    p, e = Person, Enrolment
    is_in = exists().where(e.person_id == p.id, e.course_id == course_id, e.deleted_at.is_(None))
    statement: AnySelect = select(p).where(p.state == LIVING, p.deleted_at.is_(None), not_(is_in))
    statement = matching(statement, keyword, p.first_name, p.last_name, p.username, p.email)
    return session.scalars(statement.order_by(*by_name()).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a list of participants is said; the values come when it is asked.

    `group`: "" anybody, "none" people in no group, "one" those of one group. Without `sees_past`
    the reader has those only who are in the course now; `apart` shows those of their own groups.
    """

    has_role: bool
    has_method: bool
    status: str
    group: str
    sees_past: bool
    apart: bool


@lru_cache(maxsize=64)
def _browsing(shape: _Shape) -> Listing:
    """The list of a shape: built once, because building costs more than asking."""
    return Listing(_people(shape).order_by(*by_name()))


def _searching(shape: _Shape, keyword: str) -> Listing:
    p = Person
    found = matching(_people(shape), keyword, p.first_name, p.last_name, p.username, p.email)
    return Listing(found.order_by(*by_name()))


def _people(shape: _Shape) -> AnySelect:
    e, p = Enrolment, Person
    here = select(e.person_id).where(e.course_id == bindparam("course"), e.deleted_at.is_(None))
    here = _narrowed(here, shape)
    statement = select(p.id, p.first_name, p.last_name, p.username, p.email).where(
        p.id.in_(here), p.deleted_at.is_(None)
    )
    return _in_groups(statement, shape)


def _narrowed(here: AnySelect, shape: _Shape) -> AnySelect:
    e, i = Enrolment, EnrolmentInstance
    now: BindParameter[datetime] = bindparam("now", type_=Instant)
    if shape.has_role:
        here = here.where(e.role == bindparam("role"))
    if shape.has_method:
        here = here.join(i, i.id == e.instance_id).where(i.method == bindparam("method"))
    statuses = {
        "active": running(now),
        "suspended": e.state == SUSPENDED,
        "future": and_(e.state != SUSPENDED, e.starts_at > now),
        "ended": and_(e.state != SUSPENDED, e.ends_at <= now),
    }
    if shape.status in statuses:
        here = here.where(statuses[shape.status])
    return here if shape.sees_past else here.where(running(now))


def _in_groups(statement: AnySelect, shape: _Shape) -> AnySelect:
    m, g = GroupMember, Group
    inside = (
        select(m.person_id)
        .join(g, g.id == m.group_id)
        .where(g.course_id == bindparam("course"), g.deleted_at.is_(None))
    )
    if shape.group == "none":
        statement = statement.where(Person.id.not_in(inside))
    elif shape.group:
        statement = statement.where(Person.id.in_(inside.where(g.id == bindparam("group"))))
    if shape.apart:
        own = inside.where(g.id.in_(bindparam("own", expanding=True)))
        statement = statement.where(or_(Person.id == bindparam("reader"), Person.id.in_(own)))
    return statement


def _enrolments(
    session: Session, course_id: int, keys: Sequence[int], oracle: Oracle
) -> tuple[Mapping[int, list[Held]], Mapping[int, datetime]]:
    rows = ask(session, _ENROLMENTS, {"course": course_id, "people": keys})
    held: dict[int, list[Held]] = defaultdict(list)
    seen: dict[int, datetime] = {}
    for person_id, key, version, instance_id, method, role, state, starts, ends, last in rows:
        status = _status(state, starts, ends, oracle.now)
        held[person_id].append(Held(key, version, instance_id, method, role, status, starts, ends))
        if last is not None:
            seen[person_id] = max(last, seen.get(person_id, last))
    return held, seen


def _status(state: str, starts: datetime | None, ends: datetime | None, now: datetime) -> str:
    if state == SUSPENDED:
        return SUSPENDED
    if starts is not None and now < starts:
        return "future"
    return "ended" if ends is not None and now >= ends else "active"


def _groups(
    session: Session, course: CourseStructure, keys: Sequence[int], oracle: Oracle
) -> Mapping[int, list[CourseGroup]]:
    """Groups by person, those left out whose members stay unknown to the reader."""
    rows = ask(session, _MEMBERSHIPS, {"course": course.id, "people": keys})
    sees_all, own = oracle.may(ALL_GROUPS, course.place), oracle.groups(course.id)
    found: dict[int, list[CourseGroup]] = defaultdict(list)
    for person_id, key, name, visibility in rows:
        is_known = {
            "all": True,
            "members": key in own,
            "own": person_id == oracle.person_id,
        }.get(visibility, False)
        if sees_all or is_known:
            found[person_id].append(CourseGroup(key, name, visibility))
    return found
