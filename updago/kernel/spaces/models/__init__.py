"""The tables of spaces: categories, courses, sections, activities, enrolments, groups."""

from __future__ import annotations

from updago.kernel.spaces.models.courses import Activity, Category, Course, Section, Viewed
from updago.kernel.spaces.models.enrolment import Enrolment, EnrolmentInstance
from updago.kernel.spaces.models.groups import Group, Grouping, GroupingMember, GroupMember

__all__ = [
    "Activity",
    "Category",
    "Course",
    "Enrolment",
    "EnrolmentInstance",
    "Group",
    "GroupMember",
    "Grouping",
    "GroupingMember",
    "Section",
    "Viewed",
]
