"""Every read in spaces: functions that take a session and give frozen values."""

from __future__ import annotations

from updago.kernel.spaces.queries.catalogue import (
    CourseCard,
    all_courses,
    cards_of,
    course_called,
    course_list,
    free_short_name,
    my_courses,
    teachers_of,
)
from updago.kernel.spaces.queries.content import (
    ListedActivity,
    ListedSection,
    deleted_items,
    listed_section,
    listed_sections,
    live,
    must_live,
    viewed_activities,
)
from updago.kernel.spaces.queries.entrance import (
    WayIn,
    count_enrolled,
    enrolments_of,
    instances_of,
    ways_in,
)
from updago.kernel.spaces.queries.groups import (
    CourseGroup,
    every_group,
    groupings_of,
    groups_in_groupings,
    groups_of,
)
from updago.kernel.spaces.queries.participants import (
    Participant,
    ParticipantFilter,
    participants,
    people_to_enrol,
)

__all__ = [
    "CourseCard",
    "CourseGroup",
    "ListedActivity",
    "ListedSection",
    "Participant",
    "ParticipantFilter",
    "WayIn",
    "all_courses",
    "cards_of",
    "count_enrolled",
    "course_called",
    "course_list",
    "deleted_items",
    "enrolments_of",
    "every_group",
    "free_short_name",
    "groupings_of",
    "groups_in_groupings",
    "groups_of",
    "instances_of",
    "listed_section",
    "listed_sections",
    "live",
    "must_live",
    "my_courses",
    "participants",
    "people_to_enrol",
    "teachers_of",
    "viewed_activities",
    "ways_in",
]
