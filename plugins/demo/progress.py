"""What the students of a course of the demonstration have opened so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from plugins.demo.queries import open_activities
from updago.api.operations import Act, operation
from updago.api.spaces import mark_viewed, mark_visited

BETWEEN_STUDENTS: Final = timedelta(hours=3)
BETWEEN_READINGS: Final = timedelta(hours=19)


@operation("demo.progress.follow")
def follow_course(
    act: Act, course_id: int, progress: Mapping[str, int], people: Mapping[str, int]
) -> None:
    """Let each person have opened the first so many activities, the last one some hours ago."""
    activities = open_activities(act.session, course_id)
    for place, (name, number) in enumerate(progress.items(), start=1):
        last = act.now - place * BETWEEN_STUDENTS
        for step, activity_id in enumerate(reversed(activities[:number])):
            mark_viewed(
                act.session,
                activity_id=activity_id,
                course_id=course_id,
                person_id=people[name],
                now=last - step * BETWEEN_READINGS,
            )
        mark_visited(act.session, course_id=course_id, person_id=people[name], now=last)
