"""Every write of self-enrolment."""

from __future__ import annotations

import secrets
from typing import Final

from sqlalchemy import select

from plugins.enrol_self.options import Options
from plugins.enrol_self.queries import keys_of_groups
from updago.api.errors import Invalid, NotFound, WrongGuess
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.spaces import (
    Enrolment,
    EnrolmentInstance,
    add_group_member,
    count_enrolled,
    enrol,
    enrolments_of,
)

METHOD: Final = "self"
CLOSED: Final = _("This way into the course is closed.")
TOO_EARLY: Final = _("Enrolment is not open yet. Come back later.")
TOO_LATE: Final = _("Enrolment is closed. Ask a teacher of the course.")
FULL: Final = _("The course is full. Ask a teacher of the course.")
WRONG_KEY: Final = _("This is not the key. Check it, or ask your teacher for it.")
IS_IN: Final = _("You are in this course already.")
SUSPENDED: Final = _("Your enrolment is suspended. Ask a teacher of the course.")


@operation("enrol_self.person.enter")
def enter(act: Act, *, instance_id: int, person_id: int, key: str = "") -> Enrolment:
    """Enrol a person who asks for it, and put them into the group whose key they typed.

    Raises NotFound; Invalid when it is closed, full, the key is wrong, they are in already, or
    somebody suspended them: what one way refused, another one does not give back.
    """
    instance = act.get(EnrolmentInstance, instance_id)
    if instance is None or instance.method != METHOD:
        raise NotFound(CLOSED)
    options = Options.of(instance.options)
    _refuse_closed(act, instance, options)
    for enrolment, _method in enrolments_of(act.session, instance.course_id, person_id):
        if enrolment.state == "suspended":
            raise Invalid(SUSPENDED)
        if enrolment.instance_id == instance_id:
            raise Invalid(IS_IN)
    group_ids = _groups_of_key(act, instance, options, key)
    enrolment = enrol(
        act,
        instance_id=instance_id,
        person_id=person_id,
        role=instance.role,
        ends_at=options.ends_at(act.now),
    )
    for group_id in group_ids:
        add_group_member(act, group_id=group_id, person_id=person_id)
    return enrolment


def _refuse_closed(act: Act, instance: EnrolmentInstance, options: Options) -> None:
    if not instance.enabled:
        raise Invalid(CLOSED)
    if options.opens_at is not None and act.now < options.opens_at:
        raise Invalid(TOO_EARLY)
    if options.closes_at is not None and act.now >= options.closes_at:
        raise Invalid(TOO_LATE)
    # Two people who take the last place at once wait for each other.
    act.session.execute(
        select(EnrolmentInstance.id).where(EnrolmentInstance.id == instance.id).with_for_update()
    )
    if options.most is not None and count_enrolled(act.session, instance.id) >= options.most:
        raise Invalid(FULL)


def _groups_of_key(
    act: Act, instance: EnrolmentInstance, options: Options, typed: str
) -> list[int]:
    """The groups that the typed key opens. Raises WrongGuess for another one.

    Every key is compared, each in constant time: the answer's delay tells nothing about them.
    """
    if not options.key:
        return []
    given = typed.strip().encode()
    is_own = secrets.compare_digest(given, options.key.encode())
    groups: list[int] = []
    if options.takes_group_keys:
        for group_id, key in keys_of_groups(act.session, instance.course_id):
            if secrets.compare_digest(given, key.encode()):
                groups.append(group_id)
    if not (is_own or groups):
        raise WrongGuess(WRONG_KEY, field="key")
    return groups
