"""What waits becomes an activity in its own place, once a plugin takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import NotFound
from updago.kernel.events import publish
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.events import ActivityCreated
from updago.kernel.spaces.models import Activity
from updago.kernel.spaces.models.courses import PLACEHOLDER
from updago.kernel.spaces.operations.common import GONE, bump_structure, declared_in, must_get

# What the description of a waiting thing says of the plugin that could not take it.
TRIED: Final = "tried"
WAITING_TYPE: Final = "waiting_type"


@operation("core.activity.adopt")
def adopt_activity(
    act: Act,
    *,
    activity_id: int,
    type: str,  # noqa: A002 - the word of the field
    load: Callable[[Act, Activity], None],
) -> Activity:
    """Give a placeholder its type; `load` makes the plugin's own rows.

    Name, place, visibility, conditions and address stay. Raises NotFound when it waits no more or
    the type is gone, and whatever `load` refuses.
    """
    activity = must_get(act, Activity, activity_id)
    if activity.type != PLACEHOLDER or declared_in(act, ActivityType).find(type) is None:
        raise NotFound(GONE)
    activity.type, activity.waiting = type, None
    activity.meta = {key: value for key, value in activity.meta.items() if key != WAITING_TYPE}
    act.session.flush()
    load(act, activity)
    act.session.flush()
    bump_structure(act, [activity.course_id])
    publish(act, ActivityCreated(activity.course_id, activity.id, type))
    return activity


@operation("core.activity.note_try")
def note_try(act: Act, *, activity_id: int, by: str) -> None:
    """Remember which version of a plugin could not take a thing, so that it is not asked again."""
    activity = must_get(act, Activity, activity_id)
    activity.waiting = {**(activity.waiting or {}), TRIED: by}
