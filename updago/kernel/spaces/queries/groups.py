"""The groups and groupings of a course, as one person may know of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from updago.kernel.db.asking import ask
from updago.kernel.db.folding import folded
from updago.kernel.spaces.models import Group, Grouping, GroupingMember, GroupMember
from updago.kernel.spaces.structure import CourseStructure

if TYPE_CHECKING:
    from updago.kernel.permissions.oracle import Oracle

ALL_GROUPS: Final = "course:group:all"


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """A group; `members` counts the people in it."""

    id: int
    name: str
    visibility: str = "all"
    members: int = 0


# Built once: the list of participants asks it.
_GROUPS: Final = (
    select(
        Group.id,
        Group.name,
        Group.visibility,
        select(func.count())
        .where(GroupMember.group_id == Group.id)
        .correlate(Group)
        .scalar_subquery(),
    )
    .where(Group.course_id == bindparam("course"), Group.deleted_at.is_(None))
    .order_by(folded(Group.name), Group.id)
)


def groups_of(session: Session, oracle: Oracle, course: CourseStructure) -> tuple[CourseGroup, ...]:
    """The groups of a course that a person may know of, by name: one query."""
    groups = (CourseGroup(*row) for row in ask(session, _GROUPS, {"course": course.id}))
    own = oracle.groups(course.id)
    if oracle.may(ALL_GROUPS, course.place):
        return tuple(groups)
    return tuple(
        group
        for group in groups
        if (group.visibility == "all" and course.group_mode != "separate")
        or (group.visibility != "none" and group.id in own)
    )


def every_group(session: Session, course_id: int) -> list[tuple[int, str]]:
    """Ids and names of all groups of a course, by name, for who manages them: one query."""
    rows = session.execute(
        select(Group.id, Group.name)
        .where(Group.course_id == course_id, Group.deleted_at.is_(None))
        .order_by(folded(Group.name), Group.id)
    )
    return [(key, name) for key, name in rows]


def groups_in_groupings(session: Session, course_id: int) -> Mapping[int, list[tuple[int, str]]]:
    """Ids and names of the groups in each grouping of a course, by name: one query."""
    m, g = GroupingMember, Group
    rows = session.execute(
        select(m.grouping_id, g.id, g.name)
        .join(g, g.id == m.group_id)
        .where(g.course_id == course_id, g.deleted_at.is_(None))
        .order_by(folded(g.name), g.id)
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for grouping_id, key, name in rows:
        found[grouping_id].append((key, name))
    return found


def groupings_of(session: Session, course_id: int) -> list[tuple[int, str]]:
    """Ids and names of the groupings of a course, by name: one query."""
    rows = session.execute(
        select(Grouping.id, Grouping.name)
        .where(Grouping.course_id == course_id, Grouping.deleted_at.is_(None))
        .order_by(folded(Grouping.name), Grouping.id)
    )
    return [(key, name) for key, name in rows]
