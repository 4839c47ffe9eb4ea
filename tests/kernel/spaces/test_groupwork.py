"""Group modes: whose work a person sees, and for whom they act."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from updago.kernel.app import Site
from updago.kernel.errors import Invalid
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.groupwork import GroupScope, group_scope
from updago.kernel.spaces.models import Activity, Course
from updago.kernel.spaces.operations.common import NO_TEXT
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces


@pytest.fixture
def scope(
    site: Site, spaces: Spaces, asking: Callable[..., Oracle], course: MadeCourse
) -> Callable[..., GroupScope]:
    """The scope of a person in the first activity, set so."""

    def ask(person_id: int, mode: str, grouping_id: int | None = None) -> GroupScope:
        key = course.activity_ids[0]
        with site.acting() as act:
            do.edit_activity(
                act, activity_id=key, name="x", intro=NO_TEXT,
                group_mode=mode, grouping_id=grouping_id,
            )  # fmt: skip
        return group_scope(asking(person_id), spaces.structure(course.id).by_id[key])

    return ask


def test_without_groups_everybody_sees_and_acts_everywhere(
    spaces: Spaces, course: MadeCourse, student: int, scope: Callable[..., GroupScope]
) -> None:
    spaces.group(course.id, student)
    assert scope(student, "none") == GroupScope(None, None)


def test_separate_groups_keep_to_their_own_and_visible_ones_see_all(
    spaces: Spaces, course: MadeCourse, student: int, scope: Callable[..., GroupScope]
) -> None:
    mine = frozenset({spaces.group(course.id, student)})
    spaces.group(course.id)
    assert scope(student, "separate") == GroupScope(mine, mine)
    assert scope(student, "visible") == GroupScope(None, mine)


def test_who_sees_all_groups_does_so_in_every_mode(
    spaces: Spaces, people: People, course: MadeCourse, scope: Callable[..., GroupScope]
) -> None:
    teacher = people.person().id
    spaces.enrol(teacher, course.id, "teacher")
    assert scope(teacher, "separate") == GroupScope(None, None)


def test_a_group_that_takes_no_part_in_work_does_not_count(
    spaces: Spaces, course: MadeCourse, student: int, scope: Callable[..., GroupScope]
) -> None:
    spaces.group(course.id, student, participates=False)
    assert scope(student, "separate").sees == frozenset()


def test_only_groups_of_the_grouping_count(
    site: Site, spaces: Spaces, course: MadeCourse, student: int, scope: Callable[..., GroupScope]
) -> None:
    inside, _outside = (spaces.group(course.id, student) for _ in range(2))
    with site.acting() as act:
        key = do.create_grouping(act, course_id=course.id, name="TD", group_ids=[inside]).id
    assert scope(student, "separate", key).sees == frozenset({inside})


def test_a_mode_that_the_course_forces_holds_for_every_activity(
    site: Site, spaces: Spaces, course: MadeCourse, student: int, scope: Callable[..., GroupScope]
) -> None:
    with site.acting() as act:
        do.edit_course(act, course_id=course.id, group_mode="separate", group_mode_forced=True)
    assert scope(student, "none").sees == frozenset()
    with site.acting() as act:
        do.edit_course(act, course_id=course.id, group_mode_forced=False)
    assert scope(student, "none").sees is None


def test_a_deleted_grouping_is_kept_by_nothing(
    site: Site, spaces: Spaces, course: MadeCourse, student: int, scope: Callable[..., GroupScope]
) -> None:
    group = spaces.group(course.id, student)
    with site.acting() as act:
        key = do.create_grouping(act, course_id=course.id, name="TD").id
        do.edit_course(act, course_id=course.id, default_grouping_id=key)
    assert scope(student, "separate", key).sees == frozenset()
    with site.acting() as act:
        do.delete_grouping(act, grouping_id=key)
    with site.database.reading() as session:
        activity = session.get_one(Activity, course.activity_ids[0])
        assert activity.grouping_id is None
        assert session.get_one(Course, course.id).default_grouping_id is None
    assert scope(student, "separate").sees == frozenset({group})


def test_modes_that_do_not_exist_and_foreign_groupings_are_refused(
    site: Site, spaces: Spaces, course: MadeCourse, scope: Callable[..., GroupScope]
) -> None:
    with site.acting() as act:
        foreign = do.create_grouping(act, course_id=spaces.course().id, name="TD").id
    for mode, key in (("secret", None), ("none", foreign)):
        with pytest.raises(Invalid):
            scope(1, mode, key)
    with pytest.raises(Invalid), site.acting() as act:
        do.edit_course(act, course_id=course.id, default_grouping_id=foreign)
