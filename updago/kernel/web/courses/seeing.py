"""What opening an activity leaves behind: the person has seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from updago.kernel.spaces.contexts import ActivityContext
from updago.kernel.spaces.models import Viewed

if TYPE_CHECKING:
    from datetime import datetime

    from pyramid.request import Request
    from sqlalchemy.orm import Session


def touch_viewed(request: Request, context: ActivityContext) -> None:
    """Note, after the view, that the person of the request opened the activity."""
    person_id = request.visitor.person_id
    if person_id is None:
        return
    activity_id, course_id = context.activity.id, context.course.id
    now: datetime = request.site.clock.now()
    request.site.touches.put(
        ("activity.viewed", activity_id, person_id),
        lambda session: mark_viewed(session, activity_id, person_id, course_id, now),
    )


def mark_viewed(
    session: Session, activity_id: int, person_id: int, course_id: int, at: datetime
) -> None:
    """Write the first and the last time: one upsert, safe to repeat."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Viewed).values(
        activity_id=activity_id, person_id=person_id, course_id=course_id, first_at=at, last_at=at
    )
    session.execute(
        insert.on_conflict_do_update(
            index_elements=[Viewed.activity_id, Viewed.person_id], set_={"last_at": at}
        )
    )
