"""Dates, groups and groupings open and close things, for whom and with which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.ports.availability import AvailabilityCondition
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.operations.common import NO_TEXT
from updago.kernel.spaces.queries import listed_sections
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces

OPEN = "activity:item:view"


@pytest.fixture
def opens(
    site: Site, spaces: Spaces, asking: Callable[..., Oracle], course: MadeCourse
) -> Callable[..., bool]:
    """Whether a person may open the first activity behind a tree of conditions."""

    def ask(person_id: int, tree: dict[str, Any]) -> bool:
        key = course.activity_ids[0]
        with site.acting() as act:
            do.edit_activity(act, activity_id=key, name="x", intro=NO_TEXT, availability=tree)
        return asking(person_id).may(OPEN, spaces.structure(course.id).by_id[key].place)

    return ask


@pytest.fixture
def reasons(
    site: Site, spaces: Spaces, asking: Callable[..., Oracle], course: MadeCourse
) -> Callable[[int], list[str]]:
    """What a person reads at the first activity, its places filled in."""

    def read(person_id: int) -> list[str]:
        tree = spaces.structure(course.id)
        listed = listed_sections(tree, asking(person_id), site.declared(AvailabilityCondition))
        found = {a.node.id: a for section in listed for a in section.activities}
        answers = found[course.activity_ids[0]].reasons
        return [str(a.sentence).replace("${name}", str(a.mapping.get("name"))) for a in answers]

    return read


def one(**options: Any) -> dict[str, Any]:
    return {"op": "&", "c": [options]}


def turned(**options: Any) -> dict[str, Any]:
    return {"op": "!&", "c": [options]}


def test_from_is_reached_at_its_instant_and_until_is_over_at_its_instant(
    clock: FrozenClock, student: int, opens: Callable[..., bool]
) -> None:
    at = int((clock.now() + timedelta(hours=1)).timestamp())
    from_then, until_then = one(type="date", d=">=", t=at), one(type="date", d="<", t=at)
    assert (opens(student, from_then), opens(student, until_then)) == (False, True)
    clock.advance(timedelta(hours=1))
    assert (opens(student, from_then), opens(student, until_then)) == (True, False)


@pytest.mark.parametrize("t", [None, "soon", 10**30])
def test_a_date_that_cannot_be_read_opens_nothing(
    t: Any, student: int, opens: Callable[..., bool]
) -> None:
    assert not opens(student, one(type="date", d=">=", t=t))


def test_members_of_the_group_come_in_and_others_do_not(
    spaces: Spaces, people: People, course: MadeCourse, student: int, opens: Callable[..., bool]
) -> None:
    other = people.person().id
    spaces.enrol(other, course.id)
    group = spaces.group(course.id, student)
    for tree in (one(type="group", id=group), one(type="group")):
        assert (opens(student, tree), opens(other, tree)) == (True, False)
    not_in = turned(type="group", id=group)
    assert (opens(student, not_in), opens(other, not_in)) == (False, True)


def test_who_sees_all_groups_passes_whichever_way_round_it_is_asked(
    spaces: Spaces, people: People, course: MadeCourse, opens: Callable[..., bool]
) -> None:
    helper = people.person().id
    spaces.enrol(helper, course.id, "assistant")
    group = spaces.group(course.id, helper)
    place = spaces.place(course.id)
    people.override("assistant", "course:group:all", place, "allow")
    people.override("assistant", "activity:availability:ignore", place, "prevent")
    assert opens(helper, turned(type="group", id=group))
    assert opens(helper, one(type="grouping", id=0))
    assert not opens(helper, one(type="switch", on=False))


def test_a_group_of_the_grouping_is_enough_until_the_grouping_goes(
    site: Site, spaces: Spaces, course: MadeCourse, student: int, opens: Callable[..., bool]
) -> None:
    mine, other = spaces.group(course.id, student), spaces.group(course.id)
    with site.acting() as act:
        key = do.create_grouping(act, course_id=course.id, name="TD", group_ids=[other]).id
    tree = one(type="grouping", id=key)
    assert not opens(student, tree)
    with site.acting() as act:
        do.set_grouping_groups(act, grouping_id=key, group_ids=[mine, other])
    assert opens(student, tree)
    with site.acting() as act:
        do.delete_grouping(act, grouping_id=key)
    assert not opens(student, tree)


def test_reasons_name_the_group_as_it_is_called_now(
    site: Site,
    spaces: Spaces,
    course: MadeCourse,
    student: int,
    opens: Callable[..., bool],
    reasons: Callable[[int], list[str]],
) -> None:
    group = spaces.group(course.id, name="Bees")
    opens(student, one(type="group", id=group))
    assert reasons(student) == ["Only for the group “Bees”."]
    with site.acting() as act:
        do.edit_group(act, group_id=group, name="Wasps")
    assert reasons(student) == ["Only for the group “Wasps”."]


def test_the_name_of_a_secret_group_stays_secret(
    spaces: Spaces,
    course: MadeCourse,
    student: int,
    opens: Callable[..., bool],
    reasons: Callable[[int], list[str]],
) -> None:
    group = spaces.group(course.id, name="Struggling", visibility="none")
    opens(student, one(type="group", id=group))
    assert reasons(student) == ["Only for some groups."]


def test_reasons_of_a_choice_say_that_one_is_enough_and_negations_are_turned(
    spaces: Spaces,
    course: MadeCourse,
    student: int,
    opens: Callable[..., bool],
    reasons: Callable[[int], list[str]],
) -> None:
    mine = spaces.group(course.id, student, name="Bees")
    not_mine = {"op": "!|", "c": [{"type": "group", "id": mine}]}
    tree = {"op": "|", "c": [{"type": "switch", "on": False}, not_mine]}
    assert not opens(student, tree)
    assert reasons(student) == [
        "One of these is enough:", "Switch it on.", "Not for the group “Bees”.",
    ]  # fmt: skip


def test_names_cost_one_query_however_many_conditions_ask(
    site: Site,
    spaces: Spaces,
    course: MadeCourse,
    student: int,
    opens: Callable[..., bool],
    counted: Callable[[], Any],
) -> None:
    groups = [spaces.group(course.id) for _ in range(3)]
    builds = []
    for several in (groups[:1], groups):
        opens(student, {"op": "|", "c": [{"type": "group", "id": key} for key in several]})
        with site.database.reading() as session, counted() as seen:
            site.structures.get(session, course.id)
        builds.append(len(seen))
    assert builds[0] == builds[1]
