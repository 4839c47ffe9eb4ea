"""What was read: a touch written after the view."""

from __future__ import annotations

from datetime import datetime

from pyramid.request import Request
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from plugins.forum.models import Discussion, Read


def mark_read(request: Request, discussion: Discussion) -> None:
    """Note, after the view, that the person of the request has read up to now."""
    person_id = request.visitor.person_id
    if person_id is None:
        return
    key, now = discussion.id, request.site.clock.now()
    request.site.touches.put(
        ("forum.read", key, person_id), lambda session: write_read(session, key, person_id, now)
    )


def write_read(session: Session, discussion_id: int, person_id: int, at: datetime) -> None:
    """Write the instant: one upsert, safe to repeat."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Read).values(
        discussion_id=discussion_id, person_id=person_id, read_at=at
    )
    session.execute(
        insert.on_conflict_do_update(
            index_elements=[Read.discussion_id, Read.person_id], set_={"read_at": at}
        )
    )
