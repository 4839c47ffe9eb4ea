"""Nobody grants what they do not hold, and nobody edits their own role upward."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from updago.kernel.app import Site
from updago.kernel.errors import Denied, Invalid
from updago.kernel.permissions.grants import assignable_roles, may_override
from updago.kernel.permissions.operations import assign_role, set_override, unassign_role
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.permissions.places import SITE, SITE_LEVEL, Place
from updago.kernel.permissions.queries import assigned_at, overridden_at
from updago.testing.factories.people import People

Asking = Callable[..., Oracle]
COURSE = Place((SITE_LEVEL, ("category", 3), ("course", 7)))
OTHER = Place((SITE_LEVEL, ("category", 3), ("course", 8)))


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("manager", {"manager", "course_creator", "teacher", "assistant", "student"}),
        ("teacher", {"assistant", "student"}),
        ("assistant", set()),
        ("student", set()),
    ],
)
def test_people_give_roles_below_their_own(
    people: People, asking: Asking, role: str, expected: set[str]
) -> None:
    oracle = asking(people.holding(role, COURSE).id)
    assert set(assignable_roles(oracle, COURSE)) == expected
    assert assignable_roles(oracle, OTHER) == ()


def test_a_teacher_cannot_make_a_teacher_nor_a_manager(
    site: Site, people: People, asking: Asking
) -> None:
    teacher = people.holding("teacher", COURSE)
    for role in ("teacher", "manager"):
        with site.acting(teacher.id) as act, pytest.raises(Denied):
            assign_role(
                act, person_id=teacher.id, role=role, place=COURSE, granted_by=asking(teacher.id)
            )
    with site.database.reading() as session:
        assert [row.role for row in assigned_at(session, ("course", 7))] == ["teacher"]


def test_a_low_role_made_strong_by_an_override_cannot_be_given_by_the_weak(
    people: People, asking: Asking
) -> None:
    people.override("student", "course:space:delete", COURSE, "allow")
    oracle = asking(people.holding("teacher", COURSE).id)
    assert assignable_roles(oracle, COURSE) == ("assistant",)


def test_a_person_without_an_oracle_gives_nothing(site: Site, people: People) -> None:
    person = people.manager()
    with site.acting(person.id) as act, pytest.raises(Denied):
        assign_role(act, person_id=person.id, role="student", place=COURSE, granted_by=None)


@pytest.mark.parametrize("role", ["guest", "signed_in", "owner", "wizard"])
def test_roles_that_are_held_by_being_somebody_are_never_given(
    site: Site, people: People, role: str
) -> None:
    person = people.person()
    with site.acting() as act, pytest.raises(Invalid):
        assign_role(act, person_id=person.id, role=role, place=SITE, granted_by=None)


def test_a_role_taken_back_can_be_given_again(site: Site, people: People, asking: Asking) -> None:
    manager = people.manager()
    person = people.holding("student", COURSE)
    with site.acting(manager.id) as act:
        for _ in range(2):
            unassign_role(
                act, person_id=person.id, role="student", place=COURSE,
                granted_by=asking(manager.id),
            )  # fmt: skip
    assert not asking(person.id).may("course:space:view", COURSE)
    people.give(person.id, "student", COURSE)
    assert asking(person.id).may("course:space:view", COURSE)


def test_people_change_the_rights_of_lower_roles_and_only_rights_they_hold(
    people: People, asking: Asking
) -> None:
    oracle = asking(people.holding("teacher", COURSE).id)
    assert may_override(oracle, "student", "course:people:list", COURSE)
    assert not may_override(oracle, "teacher", "course:people:list", COURSE)
    assert not may_override(oracle, "student", "course:space:delete", COURSE)
    assert not may_override(oracle, "student", "course:people:list", OTHER)


def test_a_refused_override_changes_nothing(site: Site, people: People, asking: Asking) -> None:
    teacher = people.holding("teacher", COURSE)
    with site.acting(teacher.id) as act, pytest.raises(Denied):
        set_override(
            act, role="teacher", permission="course:space:delete", place=COURSE, value="allow",
            granted_by=asking(teacher.id),
        )  # fmt: skip
    with site.database.reading() as session:
        assert overridden_at(session, ("course", 7)) == []


@pytest.mark.parametrize(
    ("permission", "value"), [("course:space:edit", "maybe"), ("nothing:at:all", "allow")]
)
def test_unknown_values_and_permissions_are_refused(
    site: Site, permission: str, value: str
) -> None:
    with site.acting() as act, pytest.raises(Invalid):
        set_override(
            act, role="student", permission=permission, place=COURSE, value=value, granted_by=None
        )


def test_only_managers_say_what_everybody_signed_in_may_do(people: People, asking: Asking) -> None:
    right = "block:placement:edit"
    manager, teacher = (people.holding(role, COURSE) for role in ("manager", "teacher"))
    for role in ("signed_in", "owner"):
        assert may_override(asking(manager.id), role, right, COURSE)
        assert not may_override(asking(teacher.id), role, right, COURSE)


def test_an_override_that_is_not_there_can_be_taken_away(site: Site, people: People) -> None:
    right = "block:placement:edit"
    for value in ("", "allow", "", ""):
        people.override("student", right, COURSE, value)
        with site.database.reading() as session:
            rows = overridden_at(session, ("course", 7))
        assert [row.value for row in rows] == ([value] if value else [])
