"""Who sees and opens what: hidden things, conditions, guests, enrolments, groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.db.counters import bump
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.plugins.models import PluginState
from updago.kernel.ports.availability import AvailabilityCondition
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.operations.common import NO_TEXT
from updago.kernel.spaces.queries import ListedSection, listed_sections
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces

ENTER = "course:space:view"
OPEN = "activity:item:view"
ON, OFF = {"type": "switch", "on": True}, {"type": "switch", "on": False}


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    return spaces.course(activities=1)


@pytest.fixture
def student(spaces: Spaces, people: People, course: MadeCourse) -> int:
    person = people.person()
    spaces.enrol(person.id, course.id)
    return person.id


@pytest.fixture
def teacher(spaces: Spaces, people: People, course: MadeCourse) -> int:
    person = people.person()
    spaces.enrol(person.id, course.id, "teacher")
    return person.id


@pytest.fixture
def listed(
    site: Site, spaces: Spaces, asking: Callable[..., Oracle], course: MadeCourse
) -> Callable[[int], tuple[ListedSection, ...]]:
    def look(person_id: int) -> tuple[ListedSection, ...]:
        tree = spaces.structure(course.id)
        return listed_sections(tree, asking(person_id), site.declared(AvailabilityCondition))

    return look


def activities(sections: tuple[ListedSection, ...]) -> list[int]:
    return [activity.node.id for section in sections for activity in section.activities]


@pytest.mark.parametrize("part", ["category", "course", "section", "activity"])
def test_what_is_hidden_is_there_for_teachers_only(
    part: str,
    site: Site,
    spaces: Spaces,
    asking: Callable[..., Oracle],
    course: MadeCourse,
    student: int,
    teacher: int,
) -> None:
    hidden = course.activity_ids[1]
    assert asking(student).may(OPEN, spaces.structure(course.id).by_id[hidden].place)
    with site.acting() as act:
        if part == "category":
            do.edit_category(
                act, category_id=course.category_id, version=2, name="x", is_hidden=True
            )
        elif part == "course":
            do.set_course_visibility(act, course_id=course.id, visibility="hidden")
        elif part == "section":
            do.set_section_visibility(act, section_id=course.section_ids[1], visibility="hidden")
        else:
            do.set_activity_visibility(act, activity_id=hidden, visibility="hidden")
    place = spaces.structure(course.id).by_id[hidden].place
    decision = asking(student).decide(OPEN, place)
    assert not decision.allowed
    assert decision.hides
    assert asking(teacher).may(OPEN, place)


def test_reachable_by_link_opens_but_is_not_listed(
    site: Site,
    spaces: Spaces,
    asking: Callable[..., Oracle],
    listed: Callable[[int], tuple[ListedSection, ...]],
    course: MadeCourse,
    student: int,
    teacher: int,
) -> None:
    key = course.activity_ids[0]
    with site.acting() as act:
        do.set_activity_visibility(act, activity_id=key, visibility="link")
    assert asking(student).may(OPEN, spaces.structure(course.id).by_id[key].place)
    assert key not in activities(listed(student))
    assert key in activities(listed(teacher))


@pytest.mark.parametrize(
    ("tree", "listed_at_all", "is_open"),
    [
        ({"op": "&", "c": []}, True, True),
        ({"op": "&", "c": [ON]}, True, True),
        ({"op": "&", "c": [ON, OFF]}, True, False),
        ({"op": "&", "c": [ON, OFF], "showc": [True, False]}, False, False),
        ({"op": "&", "c": [OFF, ON], "showc": [True, False]}, True, False),
        ({"op": "|", "c": [ON, OFF]}, True, True),
        ({"op": "|", "c": [OFF, OFF], "show": False}, False, False),
        ({"op": "|", "c": [OFF, {"op": "!&", "c": [ON, OFF]}]}, True, True),
        ({"op": "!|", "c": [OFF, OFF]}, True, True),
        ({"op": "!&", "c": [ON, ON]}, True, False),
        ({"op": "&", "c": [{"type": "unknown"}]}, True, False),
        ({"op": "!&", "c": [{"type": "unknown"}]}, True, False),
        ({"op": "|", "c": [{"type": "unknown"}, ON]}, True, True),
    ],
)
def test_conditions_open_close_and_hide(
    tree: dict[str, Any],
    listed_at_all: bool,  # noqa: FBT001 - a column of the table
    is_open: bool,  # noqa: FBT001 - the same
    site: Site,
    listed: Callable[[int], tuple[ListedSection, ...]],
    course: MadeCourse,
    student: int,
    teacher: int,
) -> None:
    key = course.activity_ids[0]
    with site.acting() as act:
        do.edit_activity(act, activity_id=key, name="x", intro=NO_TEXT, availability=tree)
    found = {a.node.id: a for section in listed(student) for a in section.activities}
    assert (key in found) is listed_at_all
    if listed_at_all:
        assert found[key].is_open is is_open
        assert bool(found[key].reasons) is not is_open
    assert {a.node.id: a for s in listed(teacher) for a in s.activities}[key].is_open


def test_a_condition_of_a_section_closes_all_in_it(
    site: Site,
    spaces: Spaces,
    asking: Callable[..., Oracle],
    listed: Callable[[int], tuple[ListedSection, ...]],
    course: MadeCourse,
    student: int,
) -> None:
    with site.acting() as act:
        do.edit_section(
            act,
            section_id=course.section_ids[1],
            name="",
            summary=NO_TEXT,
            availability={"op": "&", "c": [OFF]},
        )
    section = listed(student)[1]
    assert not section.is_open
    assert [answer.sentence for answer in section.reasons] == ["Switch it on."]
    place = spaces.structure(course.id).by_id[course.activity_ids[1]].place
    decision = asking(student).decide(OPEN, place)
    assert (decision.allowed, decision.hides) == (False, False)


def test_a_condition_may_ask_for_a_group(
    site: Site, spaces: Spaces, asking: Callable[..., Oracle], course: MadeCourse, student: int
) -> None:
    group = spaces.group(course.id)
    key = course.activity_ids[0]
    with site.acting() as act:
        do.edit_activity(
            act,
            activity_id=key,
            name="x",
            intro=NO_TEXT,
            availability={"op": "&", "c": [{"type": "group", "id": group}]},
        )
    place = spaces.structure(course.id).by_id[key].place
    assert not asking(student).may(OPEN, place)
    with site.acting() as act:
        do.add_group_member(act, group_id=group, person_id=student)
    assert asking(student).may(OPEN, place)


def test_an_enrolment_counts_from_its_start_until_its_end(
    spaces: Spaces,
    people: People,
    clock: FrozenClock,
    asking: Callable[..., Oracle],
    course: MadeCourse,
) -> None:
    person = people.person()
    start = clock.now() + timedelta(days=1)
    spaces.enrol(person.id, course.id, starts_at=start, ends_at=start + timedelta(days=1))
    answers = []
    for _ in range(4):
        answers.append(asking(person.id).may(ENTER, spaces.place(course.id)))
        clock.advance(timedelta(hours=23))
    assert answers == [False, False, True, False]


def test_suspended_or_switched_off_enrolments_open_nothing(
    site: Site,
    spaces: Spaces,
    people: People,
    asking: Callable[..., Oracle],
    course: MadeCourse,
) -> None:
    person = people.person()
    enrolment = spaces.enrol(person.id, course.id)
    place = spaces.place(course.id)

    def enters() -> bool:
        return asking(person.id).may(ENTER, place)

    with site.acting() as act:
        do.suspend(act, enrolment_id=enrolment)
    assert not enters()
    with site.acting() as act:
        do.suspend(act, enrolment_id=enrolment, suspended=False)
    assert enters()
    with site.acting() as act:
        do.edit_instance(act, instance_id=spaces.instance(course.id, "hand"), enabled=False)
    assert not enters()
    with site.acting() as act:
        do.edit_instance(act, instance_id=spaces.instance(course.id, "hand"), enabled=True)
        stamp = {"uid": act.uids.new(), "created_at": act.now, "updated_at": act.now}
        act.add(PluginState(name="notes", enabled=False, **stamp))
        bump(act.session, "plugins")
    assert not enters()


def test_the_trace_says_by_which_way_a_person_came(
    spaces: Spaces, asking: Callable[..., Oracle], course: MadeCourse, student: int
) -> None:
    trace = asking(student).decide(ENTER, spaces.place(course.id)).trace
    assert "enrolment: hand" in {step.note for step in trace}


def test_guests_enter_a_course_that_is_open_and_no_other(
    site: Site, spaces: Spaces, people: People, asking: Callable[..., Oracle], course: MadeCourse
) -> None:
    other = spaces.course()
    with site.acting() as act:
        do.add_instance(act, course_id=course.id, method="door", options={"open": True})
    somebody = people.person()
    for oracle in (asking(somebody.id), asking(None, is_guest=True)):
        assert oracle.may(ENTER, spaces.place(course.id))
        assert not oracle.may(ENTER, spaces.place(other.id))
        assert not oracle.may("course:people:list", spaces.place(course.id))
    assert not asking(None).may(ENTER, spaces.place(course.id))
