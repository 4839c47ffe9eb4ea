"""What operations on courses, groups and ways in refuse, and at which field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from updago.kernel.app import Site
from updago.kernel.db.operation import Act
from updago.kernel.errors import Conflict, Invalid, NotFound
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.formats import current_week
from updago.kernel.spaces.models import Activity, Category, Group, GroupMember
from updago.kernel.spaces.operations.categories import PATH_LIMIT
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces

Attempt = Callable[[Act], object]


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    return spaces.course(activities=1)


def refused_at(site: Site, attempt: Attempt) -> str | None:
    with pytest.raises(Invalid) as refused, site.acting() as act:
        attempt(act)
    return refused.value.field


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"group_mode": "sometimes"}, "group_mode"),
        ({"format": "moons"}, "format"),
        ({"visibility": "sometimes"}, "visibility"),
    ],
)
def test_a_course_is_set_as_its_site_knows(
    site: Site, course: MadeCourse, fields: dict[str, Any], field: str
) -> None:
    attempt = lambda act: do.edit_course(act, course_id=course.id, **fields)  # noqa: E731
    assert refused_at(site, attempt) == field


def test_a_way_in_is_one_that_the_site_knows(site: Site, course: MadeCourse) -> None:
    def attempt(act: Act) -> object:
        return do.add_instance(act, course_id=course.id, method="window")

    assert refused_at(site, attempt) == "method"


def test_an_enrolment_is_active_or_suspended(
    site: Site, spaces: Spaces, people: People, course: MadeCourse
) -> None:
    key, person = spaces.instance(course.id, "hand"), people.person().id

    def attempt(act: Act) -> object:
        return do.enrol(act, instance_id=key, person_id=person, state="sleeping")

    assert refused_at(site, attempt) == "state"


def test_an_activity_stands_in_a_section_of_its_course(
    site: Site, spaces: Spaces, course: MadeCourse
) -> None:
    other = spaces.course()

    def attempt(act: Act) -> object:
        return do.add_activity(
            act, course_id=course.id, section_id=other.section_ids[1], type="note", name="x"
        )

    assert refused_at(site, attempt) == "section_id"


def test_what_its_kind_cannot_copy_is_not_copied(site: Site, course: MadeCourse) -> None:
    key = course.activity_ids[0]
    with site.database.writer.begin() as session:
        session.execute(update(Activity).where(Activity.id == key).values(type="gone"))
    with pytest.raises(Invalid, match="cannot be duplicated"), site.acting() as act:
        do.duplicate_activity(act, activity_id=key)


class TestCategories:
    def deep(self, site: Site, spaces: Spaces, room: int) -> int:
        """A category whose path leaves so much room."""
        key = spaces.category()
        path = f"{'9' * (PATH_LIMIT - room - 1)}/"
        with site.database.writer.begin() as session:
            session.execute(update(Category).where(Category.id == key).values(path=path))
        return key

    def test_a_tree_is_no_deeper_than_its_path_can_tell(self, site: Site, spaces: Spaces) -> None:
        parent = self.deep(site, spaces, room=1)
        attempt: Attempt = lambda act: do.create_category(act, name="x", parent_id=parent)  # noqa: E731
        assert refused_at(site, attempt) == "parent_id"

    def test_a_branch_is_moved_only_where_all_of_it_has_room(
        self, site: Site, spaces: Spaces
    ) -> None:
        branch = spaces.category()
        leaf = spaces.category(branch)
        parent = self.deep(site, spaces, room=3)

        def attempt(act: Act) -> object:
            return do.move_category(act, category_id=branch, parent_id=parent)

        assert refused_at(site, attempt) == "parent_id"
        with site.database.reading() as session:
            assert session.get_one(Category, leaf).path == f"{branch}/{leaf}/"


class TestGroups:
    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"visibility": "sometimes"}, "visibility"),
            ({"enrolment_key": "x" * 101}, "enrolment_key"),
        ],
    )
    def test_a_group_is_set_as_groups_can_be(
        self, site: Site, course: MadeCourse, fields: dict[str, Any], field: str
    ) -> None:
        attempt = lambda act: do.create_group(act, course_id=course.id, name="x", **fields)  # noqa: E731
        assert refused_at(site, attempt) == field

    def test_a_group_is_changed_and_a_stale_change_is_a_conflict(
        self, site: Site, spaces: Spaces, course: MadeCourse
    ) -> None:
        key = spaces.group(course.id, name="Hive")
        with site.acting() as act:
            do.edit_group(act, group_id=key, version=1, name=" Swarm ", visibility="own")
        with site.database.reading() as session:
            group = session.get_one(Group, key)
            assert (group.name, group.visibility) == ("Swarm", "own")
        with pytest.raises(Conflict), site.acting() as act:
            do.edit_group(act, group_id=key, version=1, name="Nest")

    def test_coming_and_going_twice_changes_nothing(
        self, site: Site, spaces: Spaces, people: People, course: MadeCourse
    ) -> None:
        person = people.person().id
        spaces.enrol(person, course.id)
        key = spaces.group(course.id)

        def members() -> list[int]:
            with site.database.reading() as session:
                return list(session.scalars(select(GroupMember.person_id)))

        for change, after in (
            (do.remove_group_member, []),
            (do.add_group_member, [person]),
            (do.add_group_member, [person]),
            (do.remove_group_member, []),
        ):
            with site.acting() as act:
                change(act, group_id=key, person_id=person)
            assert members() == after

    def test_a_grouping_that_is_gone_is_told(self, site: Site) -> None:
        with site.acting() as act, pytest.raises(NotFound):
            do.delete_grouping(act, grouping_id=999_999)


def test_without_a_first_day_no_week_is_this_one(
    site: Site, spaces: Spaces, course: MadeCourse
) -> None:
    assert current_week(spaces.structure(course.id), site.clock.now()) is None
