"""A world that has grown: a thousand rows where there was one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from updago.kernel.accounts.models import LoginSession, Person
from updago.kernel.app import Site
from updago.kernel.db.counters import bump
from updago.kernel.spaces.models import (
    Activity,
    Course,
    Enrolment,
    EnrolmentInstance,
    Group,
    GroupMember,
    Section,
)
from updago.kernel.spaces.operations.common import bump_structure
from updago.kernel.spaces.tree import COUNTER
from updago.kernel.tasks.models import PARKED, WAITING, Job
from updago.kernel.web.defaults import FORGET
from updago.testing.databases import PlaceDatabase
from updago.testing.routes import Addresses, addresses_of
from updago.testing.samples import contribution
from updago.testing.world import Side, World, build_world

ROWS: Final = 1_000
# More courses, sections and groups nobody has.
FEW: Final = 100


def multiply(session: Session, model: type[Any], key: int, rows: int, **changes: Any) -> list[int]:
    """Copy a row many times; `changes` are values, or lists with one value for each copy.

    Returns the ids of the copies. What must be unique, other than id and uid, must be changed.
    """
    table = model.__table__
    source = dict(session.execute(select(table).where(table.c.id == key)).mappings().one())
    first = int(session.scalar(select(func.max(table.c.id))) or 0) + 1
    copies = [
        {
            **source,
            **{name: _value(value, number) for name, value in changes.items()},
            **({"uid": uuid.uuid4()} if "uid" in source else {}),
            "id": first + number,
        }
        for number in range(rows)
    ]
    session.execute(insert(table), copies)
    return [copy["id"] for copy in copies]


def numbered(text: str, rows: int) -> list[str]:
    """As many different texts."""
    return [f"{text} {number}" for number in range(rows)]


def _value(value: Any, number: int) -> Any:
    return value[number] if isinstance(value, list) else value


def grow(site: Site, side: Side, rows: int = ROWS) -> None:
    """Fill one side: people, groups, sections, activities, courses, visits, plugins' things."""
    with site.acting() as act:
        session = act.session
        people = multiply(
            session, Person, side.student.id, rows, username=numbered("p", rows), email=""
        )
        multiply(session, Enrolment, side.enrolment_id, rows, person_id=people)
        session.execute(
            insert(GroupMember),
            [{"group_id": side.group_id, "person_id": key, "at": act.now} for key in people],
        )
        multiply(session, Group, side.group_id, FEW, name=numbered("Groupe", FEW))
        multiply(session, Section, side.section_id, FEW, position=list(range(3, 3 + FEW)))
        for key in (*side.activities.values(), side.waiting_id):
            copies = multiply(session, Activity, key, FEW, position=list(range(20, 20 + FEW)))
            multiply(session, Activity, copies[0], FEW, deleted_at=act.now)
        _grow_visits(session, side, rows)
        _grow_work(session, act.now, rows)
        _grow_courses(session, side)
        bump_structure(act, [side.course_id])
        bump(session, COUNTER)
    for name in site.plugins.plugins:
        given = contribution(site, name, "grow")
        if given is not None:
            given(site, side, rows)


def _grow_visits(session: Session, side: Side, rows: int) -> None:
    for person_id in side.members:
        known = session.scalars(select(LoginSession.id).filter_by(person_id=person_id)).first()
        if known is not None:
            hashes = numbered(f"hash of {person_id}", rows)
            multiply(session, LoginSession, known, rows, token_hash=hashes)


def _grow_work(session: Session, now: datetime, rows: int) -> None:
    """Background work that waits, and work that was given up."""
    session.execute(
        insert(Job),
        [
            {"at": now, "due_at": now, "payload": {}, "kind": FORGET, "key": str(n), "state": state}
            for n in range(rows)
            for state in (PARKED if n % 2 else WAITING,)
        ],
    )


def _grow_courses(session: Session, side: Side) -> None:
    """Courses beside this one, in which its student and its teacher are too."""
    names = numbered(f"cours {side.course_id}", FEW)
    courses = multiply(session, Course, side.course_id, FEW, short_name=names, full_name=names)
    for person_id in side.members:
        own = session.scalars(
            select(Enrolment).filter_by(course_id=side.course_id, person_id=person_id)
        ).one()
        doors = multiply(session, EnrolmentInstance, own.instance_id, FEW, course_id=courses)
        multiply(session, Enrolment, own.id, FEW, course_id=courses, instance_id=doors)


@pytest.fixture(scope="session")
def crowd(
    tmp_path_factory: pytest.TempPathFactory, place_for_the_run: PlaceDatabase
) -> Iterator[World]:
    """The same world with a thousand rows on our side, made once per run."""
    made = build_world(tmp_path_factory.mktemp("crowd"), place_for_the_run)
    yield made
    made.site.close()


@pytest.fixture(scope="session")
def crowd_addresses(crowd: World) -> Addresses:
    """Every address of the grown world."""
    addresses = addresses_of(crowd)
    grow(crowd.site, crowd.own)
    return addresses
