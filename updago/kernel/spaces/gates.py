"""What shuts categories, courses, sections and activities for some people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.i18n import _
from updago.kernel.permissions.places import Gate, Place
from updago.kernel.ports.availability import AvailabilityCondition
from updago.kernel.spaces.availability import Availability, opener
from updago.kernel.spaces.models.courses import HIDDEN

if TYPE_CHECKING:
    from updago.kernel.plugins.registry import Registry

SEE_HIDDEN_CATEGORIES: Final = "category:hidden:view"
SEE_HIDDEN_COURSES: Final = "course:hidden:view"
SEE_HIDDEN_ACTIVITIES: Final = "activity:hidden:view"
IGNORE_CONDITIONS: Final = "activity:availability:ignore"

HIDDEN_CATEGORY: Final = Gate(
    "category.hidden", SEE_HIDDEN_CATEGORIES, _("This category is hidden.")
)
HIDDEN_COURSE: Final = Gate("course.hidden", SEE_HIDDEN_COURSES, _("This course is hidden."))
HIDDEN_SECTION: Final = Gate("section.hidden", SEE_HIDDEN_ACTIVITIES, _("This section is hidden."))
HIDDEN_ACTIVITY: Final = Gate(
    "activity.hidden", SEE_HIDDEN_ACTIVITIES, _("This activity is hidden.")
)
NOT_YET: Final = _("This is not open to you yet. The course page says when it opens.")


def category_gates(hidden: Iterable[int]) -> tuple[Gate, ...]:
    """One gate per hidden category on the way."""
    return tuple(HIDDEN_CATEGORY for _category in hidden)


def course_gates(visibility: str) -> tuple[Gate, ...]:
    """The gate of a hidden course."""
    return (HIDDEN_COURSE,) if visibility == HIDDEN else ()


def section_gates(
    visibility: str,
    availability: Mapping[str, Any] | None,
    course: Place,
    conditions: Registry[AvailabilityCondition],
) -> tuple[Gate, ...]:
    """The gates of a section; they stand before everything in it."""
    own = (HIDDEN_SECTION,) if visibility == HIDDEN else ()
    return (*own, *_conditions("section", availability, course, conditions))


def activity_gates(
    visibility: str,
    availability: Mapping[str, Any] | None,
    course: Place,
    conditions: Registry[AvailabilityCondition],
) -> tuple[Gate, ...]:
    """The gates of an activity. One that is reachable by its link has none for being so."""
    own = (HIDDEN_ACTIVITY,) if visibility == HIDDEN else ()
    return (*own, *_conditions("activity", availability, course, conditions))


def _conditions(
    what: str,
    tree: Mapping[str, Any] | None,
    course: Place,
    conditions: Registry[AvailabilityCondition],
) -> Iterable[Gate]:
    if not tree:
        return
    hiding, closing = Availability(tree, course, conditions).shown_while_shut()
    if hiding is not None:
        yield Gate(f"{what}.condition", IGNORE_CONDITIONS, NOT_YET, True, opener(hiding))
    if closing is not None:
        yield Gate(f"{what}.condition", IGNORE_CONDITIONS, NOT_YET, False, opener(closing))
