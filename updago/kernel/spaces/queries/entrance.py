"""The ways into a course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from updago.kernel.spaces.declarations import EnrolmentMethod
from updago.kernel.spaces.models import Enrolment, EnrolmentInstance

if TYPE_CHECKING:
    from updago.kernel.plugins.registry import Registry


@dataclass(frozen=True, slots=True)
class WayIn:
    """An instance that is on; `enter_route` is its page for people who may enter by it."""

    instance_id: int
    method: str
    title: str
    help: str
    enter_route: str | None


def ways_in(
    session: Session, course_id: int, methods: Registry[EnrolmentMethod]
) -> tuple[WayIn, ...]:
    """The instances of a course that are on, in order: one query."""
    i = EnrolmentInstance
    rows = session.execute(
        select(i.id, i.method, i.name)
        .where(i.course_id == course_id, i.enabled, i.deleted_at.is_(None))
        .order_by(i.position, i.id)
    )
    on = methods.enabled()
    return tuple(
        WayIn(row.id, row.method, row.name or method.title, method.help, method.enter_route)
        for row in rows
        if (method := on.get(row.method)) is not None
    )


def instances_of(session: Session, course_id: int) -> tuple[tuple[EnrolmentInstance, int], ...]:
    """All instances of a course with the number of people enrolled by each: one query."""
    i, e = EnrolmentInstance, Enrolment
    count = (
        select(func.count(e.person_id.distinct()))
        .where(e.instance_id == i.id, e.deleted_at.is_(None))
        .correlate(i)
        .scalar_subquery()
    )
    rows = session.execute(
        select(i, count)
        .where(i.course_id == course_id, i.deleted_at.is_(None))
        .order_by(i.position, i.id)
    )
    return tuple((instance, number) for instance, number in rows)


def count_enrolled(session: Session, instance_id: int) -> int:
    """How many people are enrolled by an instance, suspended ones included."""
    e = Enrolment
    counted = select(func.count(e.person_id.distinct())).where(
        e.instance_id == instance_id, e.deleted_at.is_(None)
    )
    return session.scalar(counted) or 0


def enrolments_of(
    session: Session, course_id: int, person_id: int
) -> tuple[tuple[Enrolment, str], ...]:
    """A person's enrolments in a course, each with its method: one query."""
    e, i = Enrolment, EnrolmentInstance
    rows = session.execute(
        select(e, i.method)
        .join(i, i.id == e.instance_id)
        .where(e.course_id == course_id, e.person_id == person_id, e.deleted_at.is_(None))
        .order_by(i.position, e.id)
    )
    return tuple((enrolment, method) for enrolment, method in rows)
