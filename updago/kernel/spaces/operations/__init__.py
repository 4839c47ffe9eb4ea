"""Every write in spaces: operations take an act, ids and plain values."""

from __future__ import annotations

from updago.kernel.spaces.operations.activities import (
    add_activity,
    create_activity,
    delete_activity,
    duplicate_activity,
    edit_activity,
    make_placeholder,
    move_activity,
    rename_activity,
    restore_activity,
    set_activity_visibility,
)
from updago.kernel.spaces.operations.categories import (
    create_category,
    delete_category,
    edit_category,
    move_category,
)
from updago.kernel.spaces.operations.courses import (
    create_course,
    delete_course,
    edit_course,
    restore_course,
    set_course_visibility,
)
from updago.kernel.spaces.operations.enrolment import (
    enrol,
    suspend,
    unenrol,
)
from updago.kernel.spaces.operations.groups import (
    add_group_member,
    create_group,
    create_grouping,
    delete_group,
    delete_grouping,
    edit_group,
    edit_grouping,
    remove_group_member,
    set_grouping_groups,
)
from updago.kernel.spaces.operations.methods import (
    add_instance,
    edit_instance,
    remove_instance,
)
from updago.kernel.spaces.operations.sections import (
    add_section,
    delete_section,
    edit_section,
    move_section,
    restore_section,
    set_section_visibility,
)

__all__ = [
    "add_activity",
    "add_group_member",
    "add_instance",
    "add_section",
    "create_activity",
    "create_category",
    "create_course",
    "create_group",
    "create_grouping",
    "delete_activity",
    "delete_category",
    "delete_course",
    "delete_group",
    "delete_grouping",
    "delete_section",
    "duplicate_activity",
    "edit_activity",
    "edit_category",
    "edit_course",
    "edit_group",
    "edit_grouping",
    "edit_instance",
    "edit_section",
    "enrol",
    "make_placeholder",
    "move_activity",
    "move_category",
    "move_section",
    "remove_group_member",
    "remove_instance",
    "rename_activity",
    "restore_activity",
    "restore_course",
    "restore_section",
    "set_activity_visibility",
    "set_course_visibility",
    "set_grouping_groups",
    "set_section_visibility",
    "suspend",
    "unenrol",
]
