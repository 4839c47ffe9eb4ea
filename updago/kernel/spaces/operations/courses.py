"""Courses: create, edit, delete, bring back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Unpack

from sqlalchemy import select

from updago.kernel.db.counters import bump
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid
from updago.kernel.events import publish
from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import TEACHER
from updago.kernel.permissions.models import RoleAssignment
from updago.kernel.spaces.declarations import CourseFormat, EnrolmentMethod
from updago.kernel.spaces.events import (
    CourseChanged,
    CourseCreated,
    CourseDeleted,
    CourseRestored,
)
from updago.kernel.spaces.fields import CourseFields
from updago.kernel.spaces.models import Category, Course, EnrolmentInstance, Section
from updago.kernel.spaces.models.courses import HIDDEN, SHOWN
from updago.kernel.spaces.operations.common import (
    bump_structure,
    check_groups,
    declared_in,
    must_get,
    must_get_deleted,
    named,
    visible_as,
)
from updago.kernel.spaces.operations.enrolment import enrol
from updago.kernel.spaces.tree import COUNTER

SHORT_NAME_LIMIT: Final = 100
DEFAULT_SECTIONS: Final = 4
MAX_SECTIONS: Final = 52
COURSE_VISIBILITIES: Final = frozenset({SHOWN, HIDDEN})
TAKEN: Final = _("Another course has this short name. Choose another one.")
TAKEN_BY_DELETED: Final = _(
    "A deleted course has this short name. Bring it back, or choose another one."
)


@operation("core.course.create")
def create_course(
    act: Act,
    *,
    category_id: int,
    short_name: str,
    full_name: str,
    sections: int = DEFAULT_SECTIONS,
    methods: bool = True,
    **fields: Unpack[CourseFields],
) -> Course:
    """Make a course with its general section and `sections` (0 to 52) more.

    With `methods`, every enrolment method that asks for it gets an instance; whoever acts becomes
    a teacher. Raises NotFound, and Invalid for a short name that is
    taken or a field that cannot be.
    """
    must_get(act, Category, category_id)
    course = Course(
        category_id=category_id,
        short_name=_free(act, short_name, None),
        full_name=named(full_name, "full_name"),
    )
    _set(act, course, fields)
    act.add(course)
    count = max(0, min(sections, MAX_SECTIONS))
    act.session.add_all(Section(course_id=course.id, position=n) for n in range(count + 1))
    act.session.flush()
    instances = _instances(act, course) if methods else []
    if act.actor_id is not None:
        _make_teacher(act, course, instances)
    bump(act.session, COUNTER)
    publish(act, CourseCreated(course.id))
    return course


@operation("core.course.edit")
def edit_course(
    act: Act,
    *,
    course_id: int,
    version: int | None = None,
    short_name: str | None = None,
    full_name: str | None = None,
    category_id: int | None = None,
    **fields: Unpack[CourseFields],
) -> Course:
    """Change any field of a course; what is not given stays. Raises NotFound, Conflict, Invalid."""
    course = must_get(act, Course, course_id, version)
    if short_name is not None:
        course.short_name = _free(act, short_name, course.id)
    if full_name is not None:
        course.full_name = named(full_name, "full_name")
    if category_id is not None:
        must_get(act, Category, category_id)
        course.category_id = category_id
    _set(act, course, fields)
    _changed(act, course)
    return course


@operation("core.course.set_visibility")
def set_course_visibility(act: Act, *, course_id: int, visibility: str) -> Course:
    """Show or hide a course. Raises NotFound, Invalid."""
    course = must_get(act, Course, course_id)
    course.visibility = visible_as(visibility, COURSE_VISIBILITIES)
    _changed(act, course)
    return course


@operation("core.course.delete")
def delete_course(act: Act, *, course_id: int) -> None:
    """Mark a course deleted, with everything in it. Raises NotFound."""
    course = must_get(act, Course, course_id)
    act.delete(course)
    bump_structure(act, [course.id])
    bump(act.session, COUNTER)
    publish(act, CourseDeleted(course.id))


@operation("core.course.restore")
def restore_course(act: Act, *, course_id: int) -> Course:
    """Bring a deleted course back, as it was. Raises NotFound."""
    course = must_get_deleted(act, Course, course_id)
    act.restore(course)
    bump_structure(act, [course.id])
    bump(act.session, COUNTER)
    publish(act, CourseRestored(course.id))
    return course


def _changed(act: Act, course: Course) -> None:
    bump_structure(act, [course.id])
    bump(act.session, COUNTER)
    publish(act, CourseChanged(course.id))


def _set(act: Act, course: Course, fields: Mapping[str, Any]) -> None:
    if "visibility" in fields:
        visible_as(fields["visibility"], COURSE_VISIBILITIES)
    check_groups(act, course.id, fields, grouping="default_grouping_id")
    if "format" in fields and declared_in(act, CourseFormat).find(fields["format"]) is None:
        raise Invalid(_("This course format is not available here."), field="format")
    for name, value in fields.items():
        setattr(course, name, value)
    if course.starts and course.ends and course.ends.instant < course.starts.instant:
        raise Invalid(_("The course cannot end before it starts."), field="ends")


def _free(act: Act, short_name: str, course_id: int | None) -> str:
    """The short name, tidied. Raises Invalid when another course has it, deleted ones included."""
    name = named(short_name, "short_name", SHORT_NAME_LIMIT)
    with act.session.no_autoflush:
        other = act.session.execute(
            select(Course.id, Course.deleted_at).where(Course.short_name == name)
        ).first()
    if other is not None and other.id != course_id:
        sentence = TAKEN if other.deleted_at is None else TAKEN_BY_DELETED
        raise Invalid(sentence, field="short_name")
    return name


def _instances(act: Act, course: Course) -> list[EnrolmentInstance]:
    methods = declared_in(act, EnrolmentMethod).enabled().values()
    return [method.on_create(act, course) for method in methods if method.on_create is not None]


def _make_teacher(act: Act, course: Course, instances: list[EnrolmentInstance]) -> None:
    """Enrol by a method that only teachers use; without any, give the role itself."""
    methods = declared_in(act, EnrolmentMethod)
    actor_id = act.actor_id
    for instance in instances:
        method = methods.find(instance.method)
        if actor_id is not None and method is not None and method.enter_route is None:
            enrol(act, instance_id=instance.id, person_id=actor_id, role=TEACHER)
            return
    act.add(RoleAssignment(person_id=actor_id, role=TEACHER, level="course", object_id=course.id))
