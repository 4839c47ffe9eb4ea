"""Enrolling, suspending, leaving; groups and groupings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.errors import Invalid, NotFound
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.models import Enrolment, GroupingMember
from updago.kernel.spaces.queries import count_enrolled, enrolments_of, instances_of
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces


def test_enrolling_twice_is_one_enrolment_with_the_last_dates(
    site: Site, spaces: Spaces, people: People, clock: FrozenClock
) -> None:
    course, person = spaces.course(), people.person()
    end = clock.now() + timedelta(days=9)
    first = spaces.enrol(person.id, course.id)
    again = spaces.enrol(person.id, course.id, ends_at=end)
    assert first == again
    with site.database.reading() as session:
        assert session.get_one(Enrolment, first).ends_at == end
        assert count_enrolled(session, spaces.instance(course.id, "hand")) == 1


def test_a_person_may_hold_two_roles_by_one_way_in(
    site: Site, spaces: Spaces, people: People
) -> None:
    course, person = spaces.course(), people.person()
    spaces.enrol(person.id, course.id, "student")
    spaces.enrol(person.id, course.id, "assistant")
    with site.database.reading() as session:
        held = enrolments_of(session, course.id, person.id)
    assert [(enrolment.role, method) for enrolment, method in held] == [
        ("student", "hand"),
        ("assistant", "hand"),
    ]


def test_who_leaves_and_comes_back_has_one_enrolment(
    site: Site, spaces: Spaces, people: People
) -> None:
    course, person = spaces.course(), people.person()
    first = spaces.enrol(person.id, course.id)
    with site.acting() as act:
        do.unenrol(act, enrolment_id=first)
    with pytest.raises(NotFound), site.acting() as act:
        do.unenrol(act, enrolment_id=first)
    assert spaces.enrol(person.id, course.id) == first


def test_with_the_last_enrolment_groups_are_left(
    site: Site, spaces: Spaces, people: People, asking: Callable[..., Oracle]
) -> None:
    course, person = spaces.course(), people.person()
    one = spaces.enrol(person.id, course.id)
    two = spaces.enrol(person.id, course.id, method="door")
    group = spaces.group(course.id, person.id)
    with site.acting() as act:
        do.unenrol(act, enrolment_id=one)
    assert asking(person.id).groups(course.id) == {group}
    with site.acting() as act:
        do.unenrol(act, enrolment_id=two)
    assert asking(person.id).groups(course.id) == frozenset()


@pytest.mark.parametrize("role", ["guest", "owner", "wizard"])
def test_some_roles_are_not_for_enrolling(spaces: Spaces, people: People, role: str) -> None:
    course, person = spaces.course(), people.person()
    with pytest.raises(Invalid) as refusal:
        spaces.enrol(person.id, course.id, role)
    assert refusal.value.field == "role"


def test_an_enrolment_ends_after_it_starts(
    spaces: Spaces, people: People, clock: FrozenClock
) -> None:
    course, person = spaces.course(), people.person()
    with pytest.raises(Invalid, match="end after"):
        spaces.enrol(person.id, course.id, starts_at=clock.now(), ends_at=clock.now())


def test_a_way_in_that_is_used_stays(site: Site, spaces: Spaces, people: People) -> None:
    course, person = spaces.course(), people.person()
    enrolment = spaces.enrol(person.id, course.id)
    instance = spaces.instance(course.id, "hand")
    with pytest.raises(Invalid, match="Unenrol them"), site.acting() as act:
        do.remove_instance(act, instance_id=instance)
    with site.acting() as act:
        do.unenrol(act, enrolment_id=enrolment)
        do.remove_instance(act, instance_id=instance)
    with site.database.reading() as session:
        assert instances_of(session, course.id) == ()


def test_groups_hold_people_of_their_course_only(
    site: Site, spaces: Spaces, people: People
) -> None:
    course = spaces.course()
    group = spaces.group(course.id)
    with pytest.raises(Invalid, match="of this course"), site.acting() as act:
        do.add_group_member(act, group_id=group, person_id=people.person().id)


def test_names_and_keys_of_groups_are_their_own(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    spaces.group(course.id, name="A", enrolment_key="k1")
    with pytest.raises(Invalid, match="this name"):
        spaces.group(course.id, name="A")
    with pytest.raises(Invalid, match="this key"):
        spaces.group(course.id, name="B", enrolment_key="k1")
    spaces.group(spaces.course().id, name="A", enrolment_key="k1")


def test_a_grouping_takes_groups_of_its_course_only(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    mine, foreign = spaces.group(course.id), spaces.group(spaces.course().id)
    with site.acting() as act:
        grouping = do.create_grouping(
            act, course_id=course.id, name="Lab", group_ids=[mine, foreign]
        )
        kept = act.session.scalars(
            select(GroupingMember.group_id).where(GroupingMember.grouping_id == grouping.id)
        ).all()
    assert kept == [mine]
