"""How far a person is in several courses at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, func, or_, select
from sqlalchemy.orm import Session

from updago.kernel.db.asking import ask
from updago.kernel.db.paging import AnySelect
from updago.kernel.spaces.models import Activity, Course, Section, Viewed
from updago.kernel.spaces.models.courses import SHOWN


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the `total` activities that everybody in a course has, `opened` were opened.

    `next_id` and `next_name` are those of the first one that was not; None when none is left.
    """

    total: int
    opened: int
    next_id: int | None
    next_name: str = ""
    next_type: str = ""


def progress_of(
    session: Session, person_id: int, course_ids: Collection[int], types: Collection[str]
) -> Mapping[int, Progress]:
    """The progress of a person by course, of activities of the given types: one query.

    Activities and sections that are hidden, or wait for a condition, are left out: not everybody
    has them. A course that has none, or tracks nothing, is left out too.
    """
    if not course_ids or not types:
        return {}
    asked = {"person": person_id, "courses": list(course_ids), "types": list(types)}
    return {row.course_id: _progress(row) for row in ask(session, _FIRST, asked)}


def _first() -> AnySelect:
    a, s, v = Activity, Section, Viewed
    ranked = (
        select(
            a.course_id,
            a.id,
            a.name,
            a.type,
            func.count(a.id).over(partition_by=a.course_id).label("total"),
            func.count(v.activity_id).over(partition_by=a.course_id).label("opened"),
            func.row_number()
            .over(
                partition_by=a.course_id,
                order_by=(v.activity_id.is_not(None), s.position, a.position, a.id),
            )
            .label("rank"),
        )
        .join(s, s.id == a.section_id)
        .join(Course, and_(Course.id == a.course_id, Course.tracks_completion))
        .outerjoin(v, and_(v.activity_id == a.id, v.person_id == bindparam("person")))
        .where(
            a.course_id.in_(bindparam("courses", expanding=True)),
            a.type.in_(bindparam("types", expanding=True)),
            *(part.deleted_at.is_(None) for part in (a, s)),
            *(part.visibility == SHOWN for part in (a, s)),
            *(_is_free(part.availability) for part in (a, s)),
        )
        .subquery()
    )
    return select(ranked).where(ranked.c.rank == 1)


def _is_free(availability: Any) -> ColumnElement[bool]:
    # A condition that was taken away is stored as the JSON value null.
    return or_(availability.is_(None), cast(availability, String) == "null")


# Built once: putting it together costs as much as running it.
_FIRST: Final = _first()


def _progress(row: Any) -> Progress:
    if row.opened == row.total:
        return Progress(row.total, row.opened, None)
    return Progress(row.total, row.opened, row.id, row.name, row.type)
