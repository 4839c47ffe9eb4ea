"""What opening a page of a course leaves behind, written after the page was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from updago.kernel.spaces.touches import VISIT_EVERY, mark_viewed, mark_visited

if TYPE_CHECKING:
    from pyramid.request import Request

    from updago.kernel.spaces.contexts import ActivityContext


def touch_viewed(request: Request, context: ActivityContext) -> None:
    """Remember that the person of the request opened the activity; guests leave nothing."""
    person_id: int | None = request.visitor.person_id
    if person_id is None:
        return
    key, course_id, now = context.activity.id, context.course.id, request.oracle.now
    request.site.touches.put(
        ("activity.viewed", key, person_id),
        lambda session: mark_viewed(
            session, activity_id=key, course_id=course_id, person_id=person_id, now=now
        ),
    )


def touch_visited(request: Request, course_id: int) -> None:
    """Remember that the person of the request is in the course now; guests leave nothing."""
    person_id: int | None = request.visitor.person_id
    if person_id is None:
        return
    now = request.oracle.now
    request.site.touches.put_rarely(
        ("course.visited", course_id, person_id),
        lambda session: mark_visited(session, course_id=course_id, person_id=person_id, now=now),
        now=now,
        every=VISIT_EVERY,
    )
