"""Whose work a person has before them in an activity, by its group mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from updago.kernel.spaces.structure import ActivityNode

if TYPE_CHECKING:
    from updago.kernel.permissions.oracle import Oracle

NO_GROUPS: Final = "none"
SEPARATE: Final = "separate"
VISIBLE: Final = "visible"
ALL_GROUPS: Final = "course:group:all"


@dataclass(frozen=True, slots=True)
class GroupScope:
    """The groups whose work a person sees, and those for which they may act; None: every group.

    What belongs to no group is for everybody to see.
    """

    sees: frozenset[int] | None = None
    acts: frozenset[int] | None = None


EVERY_GROUP: Final = GroupScope()


def group_scope(oracle: Oracle, activity: ActivityNode) -> GroupScope:
    """Separate groups see and act in their own; visible ones see all and act in their own.

    Own groups are those that take part in work, within the grouping of the activity when it has
    one. Who may see the work of all groups sees and acts in every one. No query of its own.
    """
    course_id = activity.place.course_id
    if activity.group_mode == NO_GROUPS or course_id is None:
        return EVERY_GROUP
    if oracle.holds(ALL_GROUPS, activity.place):
        return EVERY_GROUP
    own = oracle.working_groups(course_id, activity.grouping_id)
    return GroupScope(own if activity.group_mode == SEPARATE else None, own)
