"""People, enrolments, roles and group members of a backup."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import Final

from plugins.moodle_import.making.here import Here
from plugins.moodle_import.making.report import Detail, Outcome
from plugins.moodle_import.making.state import State
from plugins.moodle_import.reading.records import Enrolment, EnrolmentMethod, Group, Person
from updago.api.accounts import PersonData, create_person, email_of, person_by_username
from updago.api.errors import Invalid
from updago.api.i18n import _
from updago.api.spaces import add_group_member, add_instance, enrol

MANUAL: Final = "manual"
TAKEN: Final = _("Someone else has this username here.")
STUDENT: Final = "student"
# A package gives nobody more than a teacher's rights, whatever it says.
ROLES: Final = {
    "manager": "teacher",
    "coursecreator": "teacher",
    "editingteacher": "teacher",
    "teacher": "assistant",
    "student": STUDENT,
}


def make_people(state: State, here: Here) -> None:
    """Accounts, enrolments with their roles, and members of groups."""
    for person in state.backup.people():
        if not person.deleted:
            _make_person(state, here, person)
    _enrol_all(state, here)
    for record in state.backup.groups():
        if isinstance(record, Group):
            _fill_group(state, record)


def _make_person(state: State, here: Here, person: Person) -> None:
    """An account, or the one that has the same username and the same address already.

    Another person's username is left alone: the person of the archive is refused.
    """
    found = person_by_username(state.act.session, person.username)
    if found is not None:
        if not found.email or email_of(person.email) != found.email:
            _refuse(state, person, Invalid(TAKEN))
            return
        state.people[person.id] = found.id
        state.report.people.add(Outcome.KEPT)
        return
    try:
        made = create_person(state.act, _data(here, person))
    except Invalid as refusal:
        _refuse(state, person, refusal)
        return
    state.people[person.id] = made.id
    state.report.people.add(Outcome.KEPT)


def _data(here: Here, person: Person) -> PersonData:
    language = person.language.partition("_")[0]
    return PersonData(
        username=person.username,
        email=person.email,
        first_name=person.first_name,
        last_name=person.last_name or person.username,
        external_id=person.id_number,
        language=language if language in here.languages else "",
    )


def _refuse(state: State, person: Person, reason: Invalid) -> None:
    state.report.people.add(Outcome.REFUSED)
    state.report.details.append(
        Detail("person", "", person.username, Outcome.REFUSED, reason.sentence, reason.mapping)
    )


def _enrol_all(state: State, here: Here) -> None:
    archetypes = state.backup.roles()
    roles: dict[int, list[str]] = defaultdict(list)
    for assignment in state.backup.role_assignments():
        role = ROLES.get(archetypes.get(assignment.role_id, ""))
        if role is not None and role not in roles[assignment.person_id]:
            roles[assignment.person_id].append(role)
    manual_id = 0
    for method in state.backup.enrolments():
        name = method.method if method.method in here.methods else MANUAL
        if name == MANUAL and manual_id:
            instance_id = manual_id
        elif name in here.methods and (method.enrolments or name == method.method):
            default = ROLES.get(archetypes.get(method.role_id, ""), STUDENT)
            instance_id = _add_method(state, method, name, default)
        else:
            continue
        manual_id = instance_id if name == MANUAL else manual_id
        for enrolment in method.enrolments:
            _enrol(state, instance_id, enrolment, roles.get(enrolment.person_id, []))
    if not manual_id and MANUAL in here.methods:
        add_instance(state.act, course_id=state.course_id, method=MANUAL)


def _add_method(state: State, method: EnrolmentMethod, name: str, role: str) -> int:
    """A way in. Keys are not taken over: whoever has an old backup would know them."""
    enabled = method.enabled and not (method.password and name != MANUAL)
    instance = add_instance(
        state.act,
        course_id=state.course_id,
        method=name,
        name=method.name,
        role=role,
        enabled=enabled,
    )
    return instance.id


def _enrol(state: State, instance_id: int, enrolment: Enrolment, roles: list[str]) -> None:
    person_id = state.people.get(enrolment.person_id)
    if person_id is None:
        return
    ends = _instant(enrolment.ends)
    starts = _instant(enrolment.starts)
    wanted: list[str | None] = [*roles] or [None]
    for role in wanted:
        enrol(
            state.act,
            instance_id=instance_id,
            person_id=person_id,
            role=role,
            starts_at=starts,
            ends_at=None if starts and ends and ends <= starts else ends,
            state="active" if enrolment.active else "suspended",
        )


def _fill_group(state: State, record: Group) -> None:
    for old, _added in record.members:
        person_id = state.people.get(old)
        if person_id is None:
            continue
        try:
            add_group_member(state.act, group_id=state.groups[record.id], person_id=person_id)
        except Invalid as refusal:
            name = f"{record.name}: {old}"
            state.report.details.append(
                Detail("member", "group", name, Outcome.REFUSED, refusal.sentence, refusal.mapping)
            )


def _instant(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None
