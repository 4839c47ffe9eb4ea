"""The one write of this plugin: a course out of an archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from plugins.moodle_import.making.activities import load_activities, make_activities
from plugins.moodle_import.making.addresses import Addresses
from plugins.moodle_import.making.contents import Contents
from plugins.moodle_import.making.course import (
    NAME_LIMIT,
    find_category,
    make_course,
    make_groups,
    write_summary,
)
from plugins.moodle_import.making.here import Here
from plugins.moodle_import.making.parts import Parts
from plugins.moodle_import.making.people import make_people
from plugins.moodle_import.making.placeholders import Sources
from plugins.moodle_import.making.remains import count_all_questions, count_files, keep_remains
from plugins.moodle_import.making.report import Report
from plugins.moodle_import.making.sections import make_sections, write_sections
from plugins.moodle_import.making.state import State
from plugins.moodle_import.reading.backup import Backup
from updago.api.operations import Act, operation

DEFAULT_CATEGORY: Final = "Moodle"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever imports asks for.

    The course goes into ``category_id``; without it into ``category``, a path of names from the
    root, empty for the archive's own category;
    ``short_name`` is empty for the archive's own, with a number when it is taken.
    """

    category: tuple[str, ...] = ()
    short_name: str = ""
    with_people: bool = False
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One import, ready to be written: contents are in the store already.

    ``packed`` holds the XML of what has to wait, by old activity id, 0 for the course; ``report``
    is filled.
    """

    backup: Backup
    parts: Parts
    contents: Contents
    packed: Mapping[int, Sources]
    here: Here
    wishes: Wishes
    report: Report


@operation("moodle_import.course.import")
def import_course(act: Act, job: Job) -> int:
    """Make a course of a backup and return its id.

    Raises what the operations of spaces raise, and ImportRefused for a part that cannot be read.
    """
    info, here, wishes = job.backup.info, job.here, job.wishes
    addresses = Addresses(info.wwwroot, info.course_id)
    state = State(act, job.backup, job.contents, addresses, job.report, wishes.with_people)
    parts = job.parts
    old = parts.course
    path = wishes.category or (old.category[:NAME_LIMIT] or DEFAULT_CATEGORY,)
    category_id = wishes.category_id or find_category(state, path)
    make_course(state, here, old, category_id, wishes.short_name)
    make_groups(state)
    if wishes.with_people:
        make_people(state, here)
    sections = make_sections(state, parts.sections)
    make_activities(state, here, parts, sections, job.packed)
    load_activities(state, here, parts.items)
    write_sections(state, here, sections, old.marker)
    write_summary(state, old)
    count_all_questions(state, parts.questions)
    keep_remains(state, job.packed[0])
    count_files(state)
    return state.course_id
