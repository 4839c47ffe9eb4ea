"""What is there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from updago.api.accounts import Person
from updago.api.spaces import Activity, Category, Course, Section

MARK: Final = "demo:"
SHOWN: Final = "shown"
INLINE: Final = "label"


def person_ids(session: Session) -> Mapping[str, int]:
    """The people of the demonstration: username → id. Their `external_id` begins with `MARK`."""
    rows = session.execute(
        select(Person.username, Person.id).where(
            Person.external_id.startswith(MARK), Person.deleted_at.is_(None)
        )
    )
    return dict(rows.all())


def category_ids(session: Session) -> Mapping[str, int]:
    """Live categories that have a code: code → id."""
    rows = session.execute(
        select(Category.code, Category.id).where(Category.code != "", Category.deleted_at.is_(None))
    )
    return dict(rows.all())


def taken(session: Session, short_name: str) -> bool:
    """Whether a course has or had this short name."""
    return session.scalar(select(Course.id).where(Course.short_name == short_name)) is not None


def section_ids(session: Session, course_id: int) -> Sequence[int]:
    """The sections of a course in their order."""
    mine = select(Section.id).where(Section.course_id == course_id)
    return session.scalars(mine.order_by(Section.position)).all()


def open_activities(session: Session, course_id: int) -> Sequence[int]:
    """What students find on pages of their own, in the order of the course."""
    mine = (
        select(Activity.id)
        .join(Section, Section.id == Activity.section_id)
        .where(
            Activity.course_id == course_id,
            Activity.visibility == SHOWN,
            Activity.type != INLINE,
            Section.visibility == SHOWN,
        )
    )
    return session.scalars(mine.order_by(Section.position, Activity.position)).all()
