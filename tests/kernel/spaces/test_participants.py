"""The list of people of a course: who is on it, for whom, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from updago.kernel.accounts.models import Person
from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.db.paging import Paged
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.models import Enrolment
from updago.kernel.spaces.queries import (
    Participant,
    ParticipantFilter,
    groups_of,
    participants,
    people_to_enrol,
)
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    return spaces.course(sections=0)


@pytest.fixture
def teacher(spaces: Spaces, people: People, course: MadeCourse) -> int:
    person = people.person()
    spaces.enrol(person.id, course.id, "teacher")
    return person.id


@pytest.fixture
def listed(
    site: Site, spaces: Spaces, asking: Callable[..., Oracle], course: MadeCourse
) -> Callable[..., Paged[Participant]]:
    def look(reader_id: int, **wanted: Any) -> Paged[Participant]:
        page = {key: wanted.pop(key) for key in ("page", "size") if key in wanted}
        with site.database.reading() as session:
            return participants(
                session,
                asking(reader_id),
                spaces.structure(course.id),
                ParticipantFilter(**wanted),
                **page,
            )

    return look


def fill(site: Site, instance_id: int, course_id: int, number: int) -> None:
    """Enrol many invented people at once, as a nightly import does."""
    with site.acting() as act:

        def stamp() -> dict[str, Any]:
            return {"uid": act.uids.new(), "created_at": act.now, "updated_at": act.now}

        people = [
            Person(
                username=f"many{act.uids.new().hex}",
                email="",
                first_name="A",
                last_name=f"B{n:04}",
                **stamp(),
            )
            for n in range(number)
        ]
        act.session.add_all(people)
        act.session.flush()
        act.session.add_all(
            Enrolment(
                instance_id=instance_id,
                course_id=course_id,
                person_id=person.id,
                role="student",
                **stamp(),
            )
            for person in people
        )


def test_the_list_costs_the_same_at_10_and_at_1000_people(
    site: Site,
    spaces: Spaces,
    asking: Callable[..., Oracle],
    counted: Callable[[], Any],
    course: MadeCourse,
    teacher: int,
) -> None:
    tree = spaces.structure(course.id)
    figures = []
    for number in (10, 990):
        fill(site, spaces.instance(course.id, "hand"), course.id, number)
        oracle = asking(teacher)
        oracle.courses()
        with site.database.reading() as session, counted() as seen:
            found = participants(session, oracle, tree, size=500)
        assert len(found) == min(found.total, 100)
        figures.append(len(seen))
    assert figures == [4, 4]


def test_filters_narrow_by_role_state_group_and_words(
    site: Site,
    spaces: Spaces,
    people: People,
    clock: FrozenClock,
    listed: Callable[..., Paged[Participant]],
    course: MadeCourse,
    teacher: int,
) -> None:
    now, later = people.person("now"), people.person("later")
    gone, away = people.person("gone"), people.person("away")
    day = timedelta(days=1)
    spaces.enrol(now.id, course.id)
    spaces.enrol(later.id, course.id, starts_at=clock.now() + day)
    spaces.enrol(gone.id, course.id, ends_at=clock.now() - day)
    spaces.enrol(away.id, course.id, state="suspended")
    group = spaces.group(course.id, now.id)

    def names(**wanted: Any) -> list[str]:
        return sorted(row.username for row in listed(teacher, **wanted))

    assert len(names()) == 5
    assert names(role="student", status="active") == ["now"]
    assert names(status="future") == ["later"]
    assert names(status="ended") == ["gone"]
    assert names(status="suspended") == ["away"]
    assert names(group_id=group) == ["now"]
    assert "now" not in names(group_id=0)
    assert names(keyword="martin away") == ["away"]
    assert names(method="door") == []
    assert [h.status for row in listed(teacher, status="ended") for h in row.enrolments] == [
        "ended"
    ]


def test_students_see_only_who_is_in_the_course_now(
    spaces: Spaces,
    people: People,
    listed: Callable[..., Paged[Participant]],
    course: MadeCourse,
    teacher: int,
) -> None:
    student, away = people.person(), people.person()
    spaces.enrol(student.id, course.id)
    spaces.enrol(away.id, course.id, state="suspended")
    assert {row.person_id for row in listed(student.id)} == {student.id, teacher}
    assert away.id in {row.person_id for row in listed(teacher)}


def test_in_separate_groups_one_sees_ones_own(
    site: Site,
    spaces: Spaces,
    people: People,
    asking: Callable[..., Oracle],
    listed: Callable[..., Paged[Participant]],
    course: MadeCourse,
    teacher: int,
) -> None:
    one, two, three = (people.person() for _ in range(3))
    for person in (one, two, three):
        spaces.enrol(person.id, course.id)
    spaces.group(course.id, one.id, two.id, name="A")
    spaces.group(course.id, three.id, name="B")
    with site.acting() as act:
        do.edit_course(act, course_id=course.id, group_mode="separate")
    assert {row.person_id for row in listed(one.id)} == {one.id, two.id}
    assert {row.person_id for row in listed(teacher)} == {one.id, two.id, three.id, teacher}
    with site.database.reading() as session:
        tree = spaces.structure(course.id)
        assert [g.name for g in groups_of(session, asking(one.id), tree)] == ["A"]
        assert [(g.name, g.members) for g in groups_of(session, asking(teacher), tree)] == [
            ("A", 2),
            ("B", 1),
        ]


@pytest.mark.parametrize(
    ("visibility", "for_members", "for_others", "own_only"),
    [("all", 2, 2, 2), ("members", 2, 0, 2), ("own", 1, 0, 1), ("none", 0, 0, 0)],
)
def test_who_is_in_a_group_is_as_secret_as_the_group_says(
    visibility: str,
    for_members: int,
    for_others: int,
    own_only: int,
    spaces: Spaces,
    people: People,
    listed: Callable[..., Paged[Participant]],
    course: MadeCourse,
    teacher: int,
) -> None:
    one, two, other = (people.person() for _ in range(3))
    for person in (one, two, other):
        spaces.enrol(person.id, course.id)
    spaces.group(course.id, one.id, two.id, visibility=visibility)

    def seen_by(reader: int) -> int:
        return sum(len(row.groups) for row in listed(reader))

    assert (seen_by(one.id), seen_by(other.id), seen_by(two.id)) == (
        for_members,
        for_others,
        own_only,
    )
    assert seen_by(teacher) == 2


def test_people_to_enrol_are_active_and_not_yet_in(
    site: Site, spaces: Spaces, people: People, course: MadeCourse, teacher: int
) -> None:
    free, inside, off = people.person("free"), people.person("inside"), people.person("off")
    spaces.enrol(inside.id, course.id)
    with site.acting() as act:
        act.session.get_one(Person, off.id).state = "suspended"
    with site.database.reading() as session:
        found = [person.username for person in people_to_enrol(session, course.id, "martin")]
    assert found == [free.username]
