"""Enrolments: a person in a course by one method instance and role."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from updago.kernel.accounts.models import Person
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid
from updago.kernel.events import publish
from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import ASSISTANT, MANAGER, STUDENT, TEACHER
from updago.kernel.spaces.events import Enrolled, EnrolmentChanged, Unenrolled
from updago.kernel.spaces.models import Enrolment, EnrolmentInstance, Group, GroupMember
from updago.kernel.spaces.models.enrolment import ACTIVE, SUSPENDED
from updago.kernel.spaces.operations.common import must_get

ENROLLABLE: Final = (STUDENT, ASSISTANT, TEACHER, MANAGER)
STATES: Final = frozenset({ACTIVE, SUSPENDED})


def checked_role(role: str) -> str:
    """A role that people can be enrolled with. Raises Invalid."""
    if role not in ENROLLABLE:
        raise Invalid(_("People cannot be enrolled with this role."), field="role")
    return role


@operation("core.enrolment.enrol")
def enrol(
    act: Act,
    *,
    instance_id: int,
    person_id: int,
    role: str | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    state: str = ACTIVE,
) -> Enrolment:
    """Enrol a person (role None: the instance's own). Again: dates and state are set anew.

    Raises NotFound for a missing person or instance; Invalid for a role or dates that cannot be.
    """
    instance = must_get(act, EnrolmentInstance, instance_id)
    must_get(act, Person, person_id)
    wanted = checked_role(role or instance.role)
    if starts_at and ends_at and ends_at <= starts_at:
        raise Invalid(_("The enrolment must end after it starts."), field="ends_at")
    if state not in STATES:
        raise Invalid(_("An enrolment is active or suspended."), field="state")
    found = _find(act, instance_id, person_id, wanted)
    is_new = found is None or found.deleted_at is not None
    enrolment = found or act.add(
        Enrolment(
            instance_id=instance_id,
            course_id=instance.course_id,
            person_id=person_id,
            role=wanted,
            state=state,
        )
    )
    act.restore(enrolment)
    unchanged = (enrolment.starts_at, enrolment.ends_at, enrolment.state)
    enrolment.starts_at, enrolment.ends_at, enrolment.state = starts_at, ends_at, state
    where = (instance.course_id, person_id, wanted, instance.method)
    if is_new:
        publish(act, Enrolled(*where))
    elif unchanged != (starts_at, ends_at, state):
        publish(act, EnrolmentChanged(*where, state))
    return enrolment


@operation("core.enrolment.suspend")
def suspend(
    act: Act, *, enrolment_id: int, suspended: bool = True, version: int | None = None
) -> Enrolment:
    """Suspend an enrolment, or make it active again. Raises NotFound, Conflict."""
    enrolment = must_get(act, Enrolment, enrolment_id, version)
    state = SUSPENDED if suspended else ACTIVE
    if enrolment.state != state:
        enrolment.state = state
        instance = act.session.get_one(EnrolmentInstance, enrolment.instance_id)
        where = (enrolment.course_id, enrolment.person_id, enrolment.role, instance.method)
        publish(act, EnrolmentChanged(*where, state))
    return enrolment


@operation("core.enrolment.unenrol")
def unenrol(act: Act, *, enrolment_id: int) -> None:
    """End an enrolment. With the last one of a course the person leaves its groups too.

    Raises NotFound.
    """
    enrolment = must_get(act, Enrolment, enrolment_id)
    act.delete(enrolment)
    act.session.flush()
    course_id, person_id = enrolment.course_id, enrolment.person_id
    e = Enrolment
    left = select(e.id).where(
        e.course_id == course_id, e.person_id == person_id, e.deleted_at.is_(None)
    )
    has_left = act.session.scalar(left.limit(1)) is None
    if has_left:
        groups = select(Group.id).where(Group.course_id == course_id)
        act.session.execute(
            delete(GroupMember).where(
                GroupMember.person_id == person_id, GroupMember.group_id.in_(groups)
            )
        )
    instance = act.session.get_one(EnrolmentInstance, enrolment.instance_id)
    publish(act, Unenrolled(course_id, person_id, enrolment.role, instance.method, has_left))


def _find(act: Act, instance_id: int, person_id: int, role: str) -> Enrolment | None:
    return act.session.scalar(
        select(Enrolment).where(
            Enrolment.instance_id == instance_id,
            Enrolment.person_id == person_id,
            Enrolment.role == role,
        )
    )
