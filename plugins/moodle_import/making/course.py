"""Makes the course itself: category, names, settings, groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from plugins.moodle_import import queries
from plugins.moodle_import.making.here import Here
from plugins.moodle_import.making.report import Detail, Outcome
from plugins.moodle_import.making.state import State
from plugins.moodle_import.making.writing import Writer
from plugins.moodle_import.reading.records import Course as OldCourse
from plugins.moodle_import.reading.records import Group, Grouping
from updago.api.clock import LocalDeadline
from updago.api.files import COURSE_TEXT
from updago.api.i18n import _
from updago.api.spaces import (
    CourseFields,
    create_category,
    create_course,
    create_group,
    create_grouping,
    edit_course,
    free_short_name,
)
from updago.api.text import RichText

# Room for a number after it.
SHORT_NAME_LIMIT: Final = 90
NAME_LIMIT: Final = 255
CODE_LIMIT: Final = 100
GROUP_MODES: Final = ("none", "separate", "visible")
GROUP_VISIBILITIES: Final = ("all", "members", "own", "none")
DEFAULT_FORMAT: Final = "topics"


def find_category(state: State, path: Sequence[str]) -> int:
    """The category of a path of names from the root (one or more); what is missing is made."""
    category_id: int | None = None
    for name in path:
        found = queries.category_by_name(state.act.session, name, category_id)
        if found is None:
            found = create_category(state.act, name=name, parent_id=category_id).id
        category_id = found
    return category_id or 0


def make_course(
    state: State, here: Here, old: OldCourse, category_id: int, short_name: str
) -> None:
    """The course with its settings; texts and sections come later.

    A short name that is asked for must be free; that of the archive gets a number when it is not.
    """
    wanted = old.short_name[:SHORT_NAME_LIMIT] or _("Imported course")
    course = create_course(
        state.act,
        category_id=category_id,
        short_name=short_name or free_short_name(state.act.session, wanted),
        full_name=old.full_name[:NAME_LIMIT] or wanted,
        sections=0,
        methods=not state.with_people,
        **_settings(here, old),
    )
    state.course_id = course.id
    state.addresses.course = f"/courses/{course.id}"
    state.report.course = {"id": course.id, "shortname": course.short_name}
    if old.format not in here.formats:
        _note(state, _("The course format ${format} is not installed."), format=old.format)
    if not short_name and course.short_name != wanted:
        _note(state, _("The short name ${name} was taken."), name=wanted)


def write_summary(state: State, old: OldCourse) -> None:
    """The summary of the course, once everything it may link to is there."""
    writer = Writer(state, old.context_id, "course")
    summary = writer.rich(old.summary, "summary")
    state.shelve(summary, COURSE_TEXT)
    edit_course(
        state.act,
        course_id=state.course_id,
        summary=summary,
        default_grouping_id=state.groupings.get(old.default_grouping_id),
    )
    for difference in writer.differences:
        _note(state, difference.sentence, **difference.mapping)


def make_groups(state: State) -> None:
    """Groups and groupings, without their members."""
    for record in state.backup.groups():
        writer = Writer(state, state.backup.info.course_context_id, "group")
        if isinstance(record, Grouping):
            grouping = create_grouping(
                state.act,
                course_id=state.course_id,
                name=record.name[:NAME_LIMIT],
                code=record.id_number[:CODE_LIMIT],
                description=_description(state, writer, record),
                group_ids=[state.groups[key] for key in record.group_ids if key in state.groups],
            )
            state.groupings[record.id] = grouping.id
        else:
            state.groups[record.id] = _make_group(state, writer, record)


def _make_group(state: State, writer: Writer, record: Group) -> int:
    group = create_group(
        state.act,
        course_id=state.course_id,
        name=queries.free_group_name(state.act.session, state.course_id, record.name[:NAME_LIMIT]),
        code=record.id_number[:CODE_LIMIT],
        description=_description(state, writer, record),
        visibility=_choice(GROUP_VISIBILITIES, record.visibility),
        participates=record.participation,
    )
    return group.id


def _description(state: State, writer: Writer, record: Group | Grouping) -> RichText:
    text = writer.rich(record.description, "description", record.id)
    state.shelve(text, COURSE_TEXT)
    return text


def _settings(here: Here, old: OldCourse) -> CourseFields:
    starts, ends = moment(old.starts, here.zone), moment(old.ends, here.zone)
    language = old.language.partition("_")[0]
    return {
        "code": old.id_number[:CODE_LIMIT],
        "format": old.format if old.format in here.formats else DEFAULT_FORMAT,
        "visibility": "shown" if old.visible else "hidden",
        "starts": starts,
        "ends": ends if starts is None or ends is None or ends.instant > starts.instant else None,
        "language": language if language in here.languages else "",
        "group_mode": group_mode(old.group_mode),
        "group_mode_forced": old.group_mode_forced,
        "tracks_completion": old.completion,
    }


def group_mode(number: int) -> str:
    """Moodle's 0, 1, 2 in our words."""
    return _choice(GROUP_MODES, number)


def _choice(words: Sequence[str], number: int) -> str:
    return words[number] if 0 <= number < len(words) else words[0]


def moment(seconds: int, zone: str) -> LocalDeadline | None:
    """A time of the archive on the wall clock of the site; None for none or one out of range."""
    if seconds <= 0:
        return None
    try:
        return LocalDeadline.at(datetime.fromtimestamp(seconds, UTC), zone)
    except (ValueError, OverflowError, OSError):
        return None


def _note(state: State, sentence: str, **values: object) -> None:
    name = str(state.report.course.get("shortname", ""))
    state.report.details.append(Detail("course", "", name, Outcome.ADAPTED, sentence, values))
