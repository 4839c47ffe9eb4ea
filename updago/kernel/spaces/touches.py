"""What looking leaves behind: opened activities, and the last visit of a course."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Executable, bindparam, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from updago.kernel.db.types import Instant
from updago.kernel.spaces.models import Enrolment, Viewed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# How often at most a visit is written.
VISIT_EVERY: Final = timedelta(minutes=5)


def _viewed(dialect: Any) -> Executable:
    added = dialect.insert(Viewed.__table__)
    return added.on_conflict_do_update(  # type: ignore[no-any-return]
        index_elements=[Viewed.activity_id, Viewed.person_id],
        set_={"last_at": added.excluded.last_at},
        where=Viewed.last_at < added.excluded.last_at,
    )


# Built once: every page that somebody opens leads to one of them.
_VIEWED: Final = {"sqlite": _viewed(sqlite), "postgresql": _viewed(postgresql)}
_VISITED: Final = (
    update(Enrolment)
    .where(
        Enrolment.course_id == bindparam("course"),
        Enrolment.person_id == bindparam("person"),
        Enrolment.deleted_at.is_(None),
        or_(
            Enrolment.last_access_at.is_(None),
            Enrolment.last_access_at < bindparam("before", type_=Instant),
        ),
    )
    .values(last_access_at=bindparam("now", type_=Instant))
    .execution_options(synchronize_session=False)
)


def mark_viewed(
    session: Session, *, activity_id: int, course_id: int, person_id: int, now: datetime
) -> None:
    """Say that a person opened an activity; the first time stays what it is."""
    values = {
        "activity_id": activity_id,
        "person_id": person_id,
        "course_id": course_id,
        "first_at": now,
        "last_at": now,
    }
    session.connection().execute(_VIEWED[session.get_bind().dialect.name], values)


def mark_visited(session: Session, *, course_id: int, person_id: int, now: datetime) -> None:
    """Say that a person is in a course now; written at most once in five minutes."""
    asked = {"course": course_id, "person": person_id, "now": now, "before": now - VISIT_EVERY}
    session.execute(_VISITED, asked)
