"""What happens in spaces, as events: ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from updago.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CategoryChanged(Event):
    """A category was created, edited, moved or deleted; `action` says which."""

    name: ClassVar[str] = "core.category.changed"
    category_id: int
    action: str


@dataclass(frozen=True, slots=True)
class CourseEvent(Event):
    """The base of events about one course."""

    course_id: int


@dataclass(frozen=True, slots=True)
class CourseCreated(CourseEvent):
    name: ClassVar[str] = "core.course.created"


@dataclass(frozen=True, slots=True)
class CourseChanged(CourseEvent):
    name: ClassVar[str] = "core.course.changed"


@dataclass(frozen=True, slots=True)
class CourseDeleted(CourseEvent):
    name: ClassVar[str] = "core.course.deleted"


@dataclass(frozen=True, slots=True)
class CourseRestored(CourseEvent):
    name: ClassVar[str] = "core.course.restored"


@dataclass(frozen=True, slots=True)
class SectionChanged(CourseEvent):
    """A section was added, edited, moved, deleted or restored; `action` says which."""

    name: ClassVar[str] = "core.section.changed"
    section_id: int
    action: str


@dataclass(frozen=True, slots=True)
class ActivityEvent(CourseEvent):
    """The base of events about one activity."""

    activity_id: int
    type: str


@dataclass(frozen=True, slots=True)
class ActivityCreated(ActivityEvent):
    name: ClassVar[str] = "core.activity.created"


@dataclass(frozen=True, slots=True)
class ActivityChanged(ActivityEvent):
    name: ClassVar[str] = "core.activity.changed"


@dataclass(frozen=True, slots=True)
class ActivityMoved(ActivityEvent):
    name: ClassVar[str] = "core.activity.moved"
    section_id: int


@dataclass(frozen=True, slots=True)
class ActivityDeleted(ActivityEvent):
    name: ClassVar[str] = "core.activity.deleted"


@dataclass(frozen=True, slots=True)
class ActivityRestored(ActivityEvent):
    name: ClassVar[str] = "core.activity.restored"


@dataclass(frozen=True, slots=True)
class EnrolmentEvent(CourseEvent):
    """The base of events about one enrolment of a person."""

    person_id: int
    role: str
    method: str


@dataclass(frozen=True, slots=True)
class Enrolled(EnrolmentEvent):
    name: ClassVar[str] = "core.enrolment.created"


@dataclass(frozen=True, slots=True)
class EnrolmentChanged(EnrolmentEvent):
    """Dates or state changed: suspended, active again."""

    name: ClassVar[str] = "core.enrolment.changed"
    state: str


@dataclass(frozen=True, slots=True)
class Unenrolled(EnrolmentEvent):
    """An enrolment ended; `has_left` says that none is left in the course."""

    name: ClassVar[str] = "core.enrolment.ended"
    has_left: bool


@dataclass(frozen=True, slots=True)
class EnrolmentMethodChanged(CourseEvent):
    """A way into a course was added, edited or removed; `action` says which."""

    name: ClassVar[str] = "core.enrolment_instance.changed"
    instance_id: int
    action: str


@dataclass(frozen=True, slots=True)
class GroupChanged(CourseEvent):
    """A group was created, edited or deleted; `action` says which."""

    name: ClassVar[str] = "core.group.changed"
    group_id: int
    action: str


@dataclass(frozen=True, slots=True)
class GroupMemberChanged(CourseEvent):
    """A person joined a group, or left it."""

    name: ClassVar[str] = "core.group.member_changed"
    group_id: int
    person_id: int
    joined: bool
