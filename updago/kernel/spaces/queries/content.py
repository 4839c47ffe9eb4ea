"""What of a course a person has before them, what they saw already, and what was deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from sqlalchemy import bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from updago.kernel.db.asking import ask
from updago.kernel.db.base import Record
from updago.kernel.errors import NotFound
from updago.kernel.i18n import _
from updago.kernel.permissions.places import Gate
from updago.kernel.ports.availability import Answer, AvailabilityCondition
from updago.kernel.spaces.availability import Availability
from updago.kernel.spaces.gates import SEE_HIDDEN_ACTIVITIES
from updago.kernel.spaces.models import Activity, Section, Viewed
from updago.kernel.spaces.models.courses import BY_LINK, HIDDEN
from updago.kernel.spaces.places import section_place
from updago.kernel.spaces.structure import ActivityNode, CourseStructure, SectionNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from updago.kernel.permissions.oracle import Oracle
    from updago.kernel.plugins.registry import Registry

T = TypeVar("T", bound=Record)

OPEN_ACTIVITY: Final = "activity:item:view"
ENTER: Final = "course:space:view"
GONE: Final = _("This no longer exists. Load the page again.")

_VIEWED: Final = select(Viewed.activity_id).where(
    Viewed.person_id == bindparam("person_id"), Viewed.course_id == bindparam("course_id")
)


@dataclass(frozen=True, slots=True)
class ListedActivity:
    """An activity on the course page.

    `is_open`: it may be opened; else `reasons` say what is missing. `is_hidden`: students do not
    have it on the page (hidden, or reachable by its link only).
    """

    node: ActivityNode
    is_open: bool
    is_hidden: bool
    reasons: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedSection:
    """A section on the course page, and what is listed in it."""

    node: SectionNode
    is_open: bool
    is_hidden: bool
    activities: tuple[ListedActivity, ...]
    reasons: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletedItem:
    """A section or activity that can be brought back."""

    kind: Literal["section", "activity"]
    id: int
    name: str
    type: str
    deleted_at: datetime


def listed_sections(
    course: CourseStructure, oracle: Oracle, conditions: Registry[AvailabilityCondition]
) -> tuple[ListedSection, ...]:
    """What a person finds on the course page, in order; no query beyond the oracle's own."""
    found = (listed_section(course, section, oracle, conditions) for section in course.sections)
    return tuple(section for section in found if section is not None)


def listed_section(
    course: CourseStructure,
    section: SectionNode,
    oracle: Oracle,
    conditions: Registry[AvailabilityCondition],
) -> ListedSection | None:
    """One section as a person finds it; None when it looks as if it did not exist."""
    is_open = oracle.may(ENTER, section_place(course, section))
    if not is_open and _is_secret(section.gates, oracle, course):
        return None
    return ListedSection(
        node=section,
        is_open=is_open,
        is_hidden=section.visibility == HIDDEN,
        activities=tuple(_activities(course, section, oracle, conditions, is_open)),
        reasons=() if is_open else _reasons(section, course, oracle, conditions),
    )


def viewed_activities(session: Session, person_id: int, course_id: int) -> frozenset[int]:
    """Ids of the activities of a course that a person has opened: one query."""
    asked = {"person_id": person_id, "course_id": course_id}
    return frozenset(ask(session, _VIEWED, asked).scalars())


def live(session: Session, kind: type[T], key: int) -> T | None:
    """A row that is not marked deleted, for a form that edits it."""
    row = session.get(kind, key)
    return None if row is None or row.deleted_at is not None else row


def must_live(session: Session, kind: type[T], key: int) -> T:
    """The same for a row that was there a moment ago. Raises NotFound."""
    row = live(session, kind, key)
    if row is None:
        raise NotFound(GONE)
    return row


def deleted_items(session: Session, course_id: int) -> tuple[DeletedItem, ...]:
    """What can be brought back in a course, the latest first, at most 100: one query."""
    s, a = Section, Activity
    both = union_all(
        select(literal("section"), s.id, s.name, literal(""), s.deleted_at).where(
            s.course_id == course_id, s.deleted_at.is_not(None)
        ),
        select(literal("activity"), a.id, a.name, a.type, a.deleted_at).where(
            a.course_id == course_id, a.deleted_at.is_not(None)
        ),
    ).subquery()
    latest = select(both).order_by(both.c.deleted_at.desc(), both.c.id.desc()).limit(100)
    return tuple(DeletedItem(*row) for row in session.execute(latest))


def _activities(
    course: CourseStructure,
    section: SectionNode,
    oracle: Oracle,
    conditions: Registry[AvailabilityCondition],
    section_is_open: bool,  # noqa: FBT001 - one of several plain facts
) -> Iterable[ListedActivity]:
    if not section_is_open:
        return
    sees_hidden = oracle.may(SEE_HIDDEN_ACTIVITIES, course.place)
    for node in section.activities:
        if node.visibility == BY_LINK and not sees_hidden:
            continue
        is_open = oracle.may(OPEN_ACTIVITY, node.place)
        own = node.place.gates[len(course.place.gates) :]
        if not is_open and _is_secret(own, oracle, course):
            continue
        reasons = () if is_open else _reasons(node, course, oracle, conditions)
        yield ListedActivity(node, is_open, node.visibility in {HIDDEN, BY_LINK}, reasons)


def _is_secret(gates: Iterable[Gate], oracle: Oracle, course: CourseStructure) -> bool:
    """Whether a shut gate makes the thing look as if it did not exist."""
    return any(
        gate.is_secret
        and not (gate.opens is not None and gate.opens(oracle))
        and not oracle.holds(gate.bypass, course.place)
        for gate in gates
    )


def _reasons(
    node: SectionNode | ActivityNode,
    course: CourseStructure,
    oracle: Oracle,
    conditions: Registry[AvailabilityCondition],
) -> tuple[Answer, ...]:
    if not node.availability:
        return ()
    return Availability(node.availability, course.place, conditions).unmet(oracle)
