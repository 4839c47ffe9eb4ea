"""Activity types, course formats and enrolment methods, as plugins declare them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from markupsafe import Markup
    from sqlalchemy.orm import Session
    from wtforms import Form as WTForm

    from updago.kernel.db.operation import Act
    from updago.kernel.i18n import Formats
    from updago.kernel.permissions.oracle import Oracle
    from updago.kernel.spaces.models import Activity, Course, EnrolmentInstance
    from updago.kernel.spaces.structure import ActivityNode, CourseStructure, SectionNode

Purpose = Literal["read", "submit", "exchange", "assess", "none"]


@dataclass(frozen=True, slots=True)
class ItemState:
    """What one activity adds to its line on the course page for one person.

    `meta` is the grey line under the name; `badge` a short state word with a `badge_kind` of
    info, done, late, wait; `done` True/False fills the margin (None: the kernel's own state) and
    is for types that say `tells_done`.
    """

    meta: str = ""
    badge: str = ""
    badge_kind: str = "info"
    done: bool | None = None
    margin: str = ""


class StatesQuery(Protocol):
    """States of all activities of one type in one course, for the oracle's person.

    At most two queries.
    """

    def __call__(
        self,
        session: Session,
        oracle: Oracle,
        activities: Sequence[ActivityNode],
        formats: Formats,
    ) -> Mapping[int, ItemState]: ...


@dataclass(frozen=True, slots=True)
class ActivityType:
    """A kind of activity or resource.

    `view_route` shows it, with the activity's id as `activity_id`; None for what lives on the
    course page only (a label). The edit form is the kernel's page: name, description and
    visibility around the fields of `form` (a WTForms class); `initial(session, activity_id)` gives
    the form's data of an existing one; `save(act, activity, data)` creates or changes the plugin's
    own row inside the kernel's operation and may set `activity.meta` (data holds every field by
    name; files arrive as Upload values, already in the store).
    `states` answers for the course page in at most two queries per type; with `tells_done` they
    say what is done and are asked on every page of the course, else what was opened counts as
    done. `describe` gives the grey line from `meta` without any query; `inline(session,
    activity_ids)` gives the HTML of those that show more than their description on the course
    page itself. `copy(act, source, target)` copies the plugin's row. `files_field` names the field
    of `form` that takes files: those dropped on a section can become such activities, with the
    defaults of the other fields.
    """

    name: str
    title: str
    help: str
    icon: str
    purpose: Purpose
    view_route: str | None
    save: Callable[[Act, Activity, Mapping[str, Any]], None]
    form: type[WTForm] | None = None
    initial: Callable[[Session, int], Mapping[str, Any]] | None = None
    is_resource: bool = False
    gradable: bool = False
    states: StatesQuery | None = None
    tells_done: bool = False
    describe: Callable[[ActivityNode, Formats], str] | None = None
    inline: Callable[[Session, Sequence[int]], Mapping[int, Markup]] | None = None
    copy: Callable[[Act, Activity, Activity], None] | None = None
    files_field: str = ""


@dataclass(frozen=True, slots=True)
class CourseFormat:
    """How a course names its sections and which one is current (None: no section is).

    `section_name(course, section, formats)` is used when a section has no name of its own.
    """

    name: str
    title: str
    help: str
    section_name: Callable[[CourseStructure, SectionNode, Formats], str]
    current: Callable[[CourseStructure, datetime], int | None]


@dataclass(frozen=True, slots=True)
class EnrolmentMethod:
    """A way into a course.

    `enter_route` is the page of a person who may enter by it (course id as `course_id`, instance
    id as `instance_id`); None when only teachers enrol. `manage_route` is the page of an instance
    for those who enrol others. `form` (a WTForms class) edits the options of an instance; its data
    must be JSON values.
    `opens_to_guests(instance)` says that people may look without being enrolled.
    """

    name: str
    title: str
    help: str
    enter_route: str | None = None
    form: type[WTForm] | None = None
    opens_to_guests: Callable[[EnrolmentInstance], bool] | None = None
    on_create: Callable[[Act, Course], EnrolmentInstance] | None = None
    manage_route: str | None = None
