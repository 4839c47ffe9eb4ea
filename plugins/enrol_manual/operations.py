"""Every write of enrolment by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from updago.api.errors import Invalid
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.spaces import Course, EnrolmentInstance, add_instance, enrol, instances_of

METHOD: Final = "manual"
AT_ONCE: Final = 100


@operation("enrol_manual.people.enrol")
def enrol_people(
    act: Act,
    *,
    instance_id: int,
    person_ids: Sequence[int],
    role: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> int:
    """Enrol 1 to 100 people at once, all of them or nobody; returns how many.

    Raises NotFound, and Invalid for a role, dates or a number that cannot be.
    """
    chosen = list(dict.fromkeys(person_ids))
    if not chosen:
        raise Invalid(_("Choose at least one person."), field="people")
    if len(chosen) > AT_ONCE:
        raise Invalid(
            _("Choose at most ${number} people at once."), {"number": AT_ONCE}, field="people"
        )
    for person_id in chosen:
        enrol(
            act,
            instance_id=instance_id,
            person_id=person_id,
            role=role,
            starts_at=starts_at,
            ends_at=ends_at,
        )
    return len(chosen)


@operation("enrol_manual.instance.ensure")
def instance_for(act: Act, *, course_id: int) -> EnrolmentInstance:
    """The course's instance of this method, made where it is missing."""
    for instance, _people in instances_of(act.session, course_id):
        if instance.method == METHOD:
            return instance
    return add_instance(act, course_id=course_id, method=METHOD)


def add_to_course(act: Act, course: Course) -> EnrolmentInstance:
    """Every new course lets its teachers enrol people."""
    return add_instance(act, course_id=course.id, method=METHOD)
