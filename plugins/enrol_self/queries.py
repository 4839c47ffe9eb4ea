"""Every read of self-enrolment."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from updago.api.spaces import Group


def keys_of_groups(session: Session, course_id: int) -> list[tuple[int, str]]:
    """The groups of a course that have a key, with it: one query."""
    rows = session.execute(
        select(Group.id, Group.enrolment_key).where(
            Group.course_id == course_id,
            Group.enrolment_key != "",
            Group.deleted_at.is_(None),
        )
    )
    return [(group_id, key) for group_id, key in rows]
