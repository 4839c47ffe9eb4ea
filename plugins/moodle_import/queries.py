"""What an import looks up before it writes, and the imports that were asked for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.moodle_import.models import WAITING_AREA, Run
from updago.api.db import Paged, paged
from updago.api.files import File
from updago.api.spaces import Category, Group, Section


def category_by_name(session: Session, name: str, parent_id: int | None) -> int | None:
    """The first category of that name below a parent (None: at the root)."""
    return session.scalar(
        select(Category.id)
        .where(
            Category.parent_id.is_not_distinct_from(parent_id),
            Category.name == name,
            Category.deleted_at.is_(None),
        )
        .order_by(Category.position, Category.id)
        .limit(1)
    )


def free_group_name(session: Session, course_id: int, wanted: str, limit: int = 255) -> str:
    """The name of a group, with a number when the course has one of that name."""
    taken = set(
        session.scalars(
            select(Group.name).where(Group.course_id == course_id, Group.deleted_at.is_(None))
        )
    )
    name, number = wanted or "1", 1
    while name in taken:
        number += 1
        suffix = f" ({number})"
        name = f"{wanted[: limit - len(suffix)]}{suffix}"
    return name


def general_section_id(session: Session, course_id: int) -> int:
    """The section that always stands first."""
    return session.scalars(
        select(Section.id)
        .where(Section.course_id == course_id, Section.deleted_at.is_(None))
        .order_by(Section.position, Section.id)
        .limit(1)
    ).one()


def runs(session: Session, page: int) -> Paged[Run]:
    """One page of the imports that were asked for, the latest first: two queries."""
    asked = select(Run).where(Run.deleted_at.is_(None)).order_by(Run.id.desc())
    return paged(session, asked, page).map(lambda row: row[0])


def waiting_files(session: Session, course_id: int, activity_id: int | None) -> Sequence[File]:
    """What waits with an activity, its XML first; without one, what waits with the course."""
    asked = select(File).where(
        File.area == WAITING_AREA,
        File.course_id == course_id,
        File.activity_id.is_not_distinct_from(activity_id),
        File.deleted_at.is_(None),
    )
    return session.scalars(asked.order_by(File.position, File.id)).all()
