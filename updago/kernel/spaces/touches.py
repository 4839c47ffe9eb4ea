"""What looking leaves behind: opened activities, and the last visit of a course."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, update
from sqlalchemy.dialects import postgresql, sqlite

from updago.kernel.spaces.models import Enrolment, Viewed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# How often at most a visit is written.
VISIT_EVERY: Final = timedelta(minutes=5)


def mark_viewed(
    session: Session, *, activity_id: int, course_id: int, person_id: int, now: datetime
) -> None:
    """Say that a person opened an activity; the first time stays what it is."""
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    added = dialect.insert(Viewed).values(
        activity_id=activity_id,
        person_id=person_id,
        course_id=course_id,
        first_at=now,
        last_at=now,
    )
    session.execute(
        added.on_conflict_do_update(
            index_elements=[Viewed.activity_id, Viewed.person_id],
            set_={"last_at": now},
            where=Viewed.last_at < now,
        )
    )


def mark_visited(session: Session, *, course_id: int, person_id: int, now: datetime) -> None:
    """Say that a person is in a course now; written at most once in five minutes."""
    e = Enrolment
    session.execute(
        update(e)
        .where(
            e.course_id == course_id,
            e.person_id == person_id,
            e.deleted_at.is_(None),
            or_(e.last_access_at.is_(None), e.last_access_at < now - VISIT_EVERY),
        )
        .values(last_access_at=now)
        .execution_options(synchronize_session=False)
    )
