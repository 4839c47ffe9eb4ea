"""Lists of courses show what a person may know, in few queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.errors import Invalid
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.permissions.places import SITE
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.models import Category
from updago.kernel.spaces.places import category_place
from updago.kernel.spaces.queries import course_list, free_short_name, my_courses
from updago.kernel.spaces.tree import CategoryTree
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces


@pytest.fixture
def tree(site: Site) -> Callable[[], CategoryTree]:
    def read() -> CategoryTree:
        site.state.expire()
        with site.database.reading() as session:
            site.state.refresh(session)
            return site.categories.read(session)

    return read


def found(site: Site, oracle: Oracle, tree: CategoryTree, **wanted: Any) -> list[str]:
    with site.database.reading() as session:
        return [card.short_name for card in course_list(session, oracle, tree, **wanted)]


def test_hidden_courses_are_listed_for_those_who_see_them(
    site: Site,
    spaces: Spaces,
    people: People,
    asking: Callable[..., Oracle],
    tree: Callable[[], CategoryTree],
) -> None:
    open_category, shut_category = spaces.category(), spaces.category(is_hidden=True)
    spaces.course(category_id=open_category, short_name="shown")
    hidden = spaces.course(category_id=open_category, short_name="veiled", visibility="hidden")
    buried = spaces.course(category_id=shut_category, short_name="buried")
    manager, teacher, student = people.manager(), people.person(), people.person()
    spaces.enrol(teacher.id, hidden.id, "teacher")
    spaces.enrol(teacher.id, buried.id, "teacher")
    spaces.enrol(student.id, hidden.id)
    now = tree()
    assert sorted(found(site, asking(manager.id), now)) == ["buried", "shown", "veiled"]
    assert sorted(found(site, asking(teacher.id), now)) == ["buried", "shown", "veiled"]
    assert found(site, asking(student.id), now) == ["shown"]
    assert found(site, asking(None, is_guest=True), now) == ["shown"]
    assert found(site, asking(None), now) == []


def test_a_search_wants_all_words_and_stays_in_its_category(
    site: Site,
    spaces: Spaces,
    people: People,
    asking: Callable[..., Oracle],
    tree: Callable[[], CategoryTree],
) -> None:
    above = spaces.category()
    below = spaces.category(above)
    spaces.course(category_id=below, short_name="B1", full_name="Plant biology")
    spaces.course(category_id=above, short_name="B2", full_name="Biology of animals")
    spaces.course(short_name="B3", full_name="100% biology")
    oracle, now = asking(people.person().id), tree()
    assert found(site, oracle, now, keyword="biology plant") == ["B1"]
    assert found(site, oracle, now, keyword="100%") == ["B3"]
    assert sorted(found(site, oracle, now, category_id=above)) == ["B1", "B2"]
    assert found(site, oracle, now, category_id=above, below=False) == ["B2"]


def test_a_list_costs_the_same_however_long(
    site: Site,
    spaces: Spaces,
    people: People,
    asking: Callable[..., Oracle],
    tree: Callable[[], CategoryTree],
    counted: Callable[[], Any],
) -> None:
    person, category = people.person(), spaces.category()
    figures = []
    for _ in range(2):
        for _ in range(6):
            course = spaces.course(category_id=category, sections=0)
            spaces.enrol(person.id, course.id)
        oracle, now = asking(person.id), tree()
        oracle.courses()
        with site.database.reading() as session, counted() as seen:
            assert len(course_list(session, oracle, now)) == my_courses(session, oracle, now).total
        figures.append(len(seen))
    assert figures[0] == figures[1] <= 6


def test_my_courses_come_by_name_with_their_teachers_a_page_at_a_time(
    site: Site,
    spaces: Spaces,
    people: People,
    asking: Callable[..., Oracle],
    tree: Callable[[], CategoryTree],
) -> None:
    person, teacher = people.person(), people.person()
    for name in ("Zoology", "Algebra", "Music"):
        course = spaces.course(full_name=name)
        spaces.enrol(person.id, course.id)
        spaces.enrol(teacher.id, course.id, "teacher")
    with site.database.reading() as session:
        pages = [
            my_courses(session, asking(person.id), tree(), page=page, size=2) for page in (1, 2)
        ]
    assert [[card.full_name for card in page] for page in pages] == [
        ["Algebra", "Music"],
        ["Zoology"],
    ]
    assert pages[0].rows[0].teachers == ("Camille Martin 2",)


def test_a_free_short_name_counts_on(site: Site, spaces: Spaces) -> None:
    spaces.course(short_name="BIO")
    spaces.course(short_name="BIO (2)")
    with site.database.reading() as session:
        assert free_short_name(session, "BIO") == "BIO (3)"
        assert free_short_name(session, "CHEM") == "CHEM"


def test_moving_a_category_takes_what_is_below_along(
    site: Site, spaces: Spaces, tree: Callable[[], CategoryTree]
) -> None:
    first, second = spaces.category(), spaces.category()
    child = spaces.category(first)
    grandchild = spaces.category(child)
    course = spaces.course(category_id=grandchild)
    with site.acting() as act:
        do.move_category(act, category_id=child, parent_id=second)
    assert tree().nodes[grandchild].path == (second, child, grandchild)
    assert spaces.structure(course.id).category_path == (second, child, grandchild)
    assert tree().nodes[second].hidden == ()
    with pytest.raises(Invalid, match="below itself"), site.acting() as act:
        do.move_category(act, category_id=second, parent_id=grandchild)


def test_categories_keep_an_order_without_gaps(
    site: Site, spaces: Spaces, tree: Callable[[], CategoryTree]
) -> None:
    keys = [spaces.category() for _ in range(4)]
    with site.acting() as act:
        do.move_category(act, category_id=keys[3], parent_id=None, position=1)
        do.delete_category(act, category_id=keys[0])
    left = tree().below(None)
    assert [node.id for node in left] == [keys[3], keys[1], keys[2]]
    assert [node.position for node in left] == [0, 1, 2]


def test_only_an_empty_category_can_be_deleted(site: Site, spaces: Spaces) -> None:
    parent = spaces.category()
    child = spaces.category(parent)
    course = spaces.course(category_id=child)
    with site.acting() as act:
        do.delete_course(act, course_id=course.id)
    for category in (parent, child):
        with pytest.raises(Invalid, match="not empty"), site.acting() as act:
            do.delete_category(act, category_id=category)


def test_who_manages_a_category_sees_it_hidden(
    site: Site,
    spaces: Spaces,
    people: People,
    asking: Callable[..., Oracle],
    tree: Callable[[], CategoryTree],
) -> None:
    hidden = spaces.category(is_hidden=True)
    inside = spaces.category(hidden)
    manager = people.holding("manager", category_place(tree().get(hidden)))
    assert [n.id for n in tree().visible(asking(manager.id), hidden)] == [inside]
    assert tree().visible(asking(people.person().id)) == ()
    assert category_place(None) == SITE


def test_the_tree_is_read_once_until_it_changes(
    site: Site, spaces: Spaces, tree: Callable[[], CategoryTree]
) -> None:
    spaces.category()
    first = tree()
    assert tree() is first
    spaces.category()
    assert len(tree().nodes) == 2


def test_a_category_edit_with_a_stale_version_is_refused(site: Site, spaces: Spaces) -> None:
    key = spaces.category()
    with site.database.reading() as session:
        version = session.get_one(Category, key).version
    with site.acting() as act:
        do.edit_category(act, category_id=key, version=version, name="One")
    with pytest.raises(Exception, match="Someone else"), site.acting() as act:
        do.edit_category(act, category_id=key, version=version, name="Two")
