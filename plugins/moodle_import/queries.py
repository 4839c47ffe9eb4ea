"""What an import looks up before it writes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

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
