"""The formats of courses that the kernel brings along: by topic, and by week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from updago.kernel.i18n import Formats, _, zone_of
from updago.kernel.spaces.declarations import CourseFormat
from updago.kernel.spaces.structure import CourseStructure, SectionNode

TOPICS: Final = "topics"
WEEKS: Final = "weeks"
DAYS: Final = 7
GENERAL: Final = _("General")
SECTION: Final = _("Section ${number}")


def section_title(
    course_format: CourseFormat | None,
    course: CourseStructure,
    section: SectionNode,
    formats: Formats,
) -> str:
    """The name a section has, or else the one its course's format gives."""
    give = topic_name if course_format is None else course_format.section_name
    return section.name or give(course, section, formats)


def topic_name(_course: CourseStructure, section: SectionNode, formats: Formats) -> str:
    """« Section 3 »."""
    if section.position == 0:
        return formats.text(GENERAL)
    return formats.text(SECTION).replace("${number}", formats.number(section.position))


def highlighted(course: CourseStructure, _now: datetime) -> int | None:
    """The section that a teacher marked, or None."""
    return next((section.id for section in course.sections if section.is_highlighted), None)


def week_name(course: CourseStructure, section: SectionNode, formats: Formats) -> str:
    """« 9 – 15 novembre » (first and last day); « Section 3 » in a course without a start."""
    start = _first_day(course)
    if start is None or section.position == 0:
        return topic_name(course, section, formats)
    first = start + timedelta(days=DAYS * (section.position - 1))
    return formats.days(first, first + timedelta(days=DAYS - 1))


def current_week(course: CourseStructure, now: datetime) -> int | None:
    """The section whose week it is where the course takes place; None before and after."""
    start = _first_day(course)
    if start is None or course.starts is None:
        return None
    today = now.astimezone(zone_of(course.starts.zone)).date()
    week = (today - start).days // DAYS + 1
    return next((s.id for s in course.sections if s.position == week and week > 0), None)


def _first_day(course: CourseStructure) -> date | None:
    return None if course.starts is None else course.starts.wall.date()


COURSE_FORMATS: Final = (
    CourseFormat(
        TOPICS,
        _("By topic"),
        _("Sections follow each other; you give them names."),
        topic_name,
        highlighted,
    ),
    CourseFormat(
        WEEKS,
        _("By week"),
        _("Each section is a week, counted from the first day of the course."),
        week_name,
        current_week,
    ),
)
