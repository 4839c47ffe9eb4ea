"""What a backup says, as plain frozen records; ids are those of the site that made it.

Times are seconds since 1970 (UTC), 0 where the backup has none. Texts come with Moodle's number
of their format (see ``texts``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.moodle_import.unpack.archive import Entry


@dataclass(frozen=True, slots=True)
class Text:
    """A text as stored by Moodle: ``format`` is its FORMAT_ number."""

    source: str
    format: int


@dataclass(frozen=True, slots=True)
class SectionRef:
    """A section in the list of contents."""

    id: int
    title: str
    directory: str


@dataclass(frozen=True, slots=True)
class ActivityRef:
    """An activity in the list of contents."""

    module_id: int
    section_id: int
    type: str
    title: str
    directory: str


@dataclass(frozen=True, slots=True)
class Info:
    """moodle_backup.xml: where the backup is from and what it lists.

    ``kind`` is ``course``, ``section`` or ``activity``; only the first has course settings.
    """

    release: str
    kind: str
    wwwroot: str
    course_id: int
    course_context_id: int
    full_name: str
    short_name: str
    starts: int
    sections: tuple[SectionRef, ...]
    activities: tuple[ActivityRef, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """course/course.xml; a backup of one activity has only names and start."""

    id: int
    context_id: int
    short_name: str
    full_name: str
    id_number: str = ""
    summary: Text = field(default_factory=lambda: Text("", 1))
    format: str = "topics"
    options: Mapping[str, str] = field(default_factory=dict)
    marker: int = 0
    starts: int = 0
    ends: int = 0
    visible: bool = True
    language: str = ""
    group_mode: int = 0
    group_mode_forced: bool = False
    default_grouping_id: int = 0
    completion: bool = False
    max_bytes: int = 0
    category: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """sections/…/section.xml.

    ``component`` names the module a delegated section belongs to, "" for an ordinary one.
    ``availability`` is the tree of conditions, None when there are none.
    """

    id: int
    number: int
    name: str
    summary: Text
    sequence: tuple[int, ...]
    visible: bool
    availability: Mapping[str, Any] | None
    component: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """activities/…/module.xml: what all activities have in common.

    ``completion`` is 0 (none), 1 (by hand) or 2 (by rules).
    """

    id: int
    type: str
    section_id: int
    section_number: int
    id_number: str
    visible: bool
    on_course_page: bool
    indent: int
    group_mode: int
    grouping_id: int
    completion: int
    completion_view: bool
    completion_grade_item: int | None
    completion_pass_grade: bool
    completion_expected: int
    availability: Mapping[str, Any] | None
    show_description: bool
    language: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A row of files.xml. ``entry`` is the content, None when the archive lacks it.

    ``path`` begins and ends with ``/``. Rows of folders (name ``.``) are left out.
    """

    id: int
    content_hash: str
    context_id: int
    component: str
    area: str
    item_id: int
    path: str
    name: str
    size: int
    mime_type: str
    author: str
    license: str
    sort_order: int
    user_id: int
    created: int
    modified: int
    reference: str
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group, with its members as (person, time added); ``visibility`` 0 all … 3 nobody."""

    id: int
    name: str
    id_number: str
    description: Text
    enrolment_key: str
    visibility: int
    participation: bool
    members: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A named set of groups."""

    id: int
    name: str
    id_number: str
    description: Text
    group_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A row of users.xml; passwords are never in it."""

    id: int
    context_id: int
    username: str
    id_number: str
    email: str
    first_name: str
    last_name: str
    language: str
    time_zone: str
    auth: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A person's membership through one method; ``active`` is false when suspended."""

    person_id: int
    active: bool
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class EnrolmentMethod:
    """A way into the course, with the people who came by it."""

    id: int
    method: str
    enabled: bool
    name: str
    role_id: int
    password: str
    starts: int
    ends: int
    period: int
    enrolments: tuple[Enrolment, ...]


@dataclass(frozen=True, slots=True)
class RoleAssignment:
    """A role that a person has in the course."""

    role_id: int
    person_id: int
