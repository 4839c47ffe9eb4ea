"""What is kept of the pages of a course: shared by those who stand alike, gone when it changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.plugins.operations import disable_plugin
from updago.kernel.spaces.models.courses import HIDDEN
from updago.kernel.spaces.operations import (
    create_activity,
    edit_activity,
    rename_activity,
    set_activity_visibility,
)
from updago.kernel.spaces.operations.common import NO_TEXT
from updago.kernel.web.courses.plans import Plans
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client


class Tree:
    """Stands for the structure of a course: only its identity and id count."""

    def __init__(self, key: int = 1) -> None:
        self.id = key


@pytest.fixture
def essay(site: Site, course: MadeCourse) -> int:
    with site.acting() as act:
        return create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[1],
            type="essay",
            name="Bees",
            data={"topic": "Bees", "words": 100},
        ).id


def titles(app: Client, course: MadeCourse, who: Someone) -> list[str]:
    page = app.sign_in(who.id).get(f"/courses/{course.id}").html
    return [title.text for title in page.select("ul.marge .act-title")]


def test_a_value_is_made_once_for_a_tree_and_a_standing() -> None:
    plans: Plans[object] = Plans()
    tree: Any = Tree()
    first = plans.get(tree, "student", object)
    assert plans.get(tree, "student", object) is first
    assert plans.get(tree, "teacher", object) is not first


def test_a_new_tree_of_the_same_course_drops_what_was_made_of_the_old_one() -> None:
    plans: Plans[object] = Plans()
    old: Any = Tree()
    new: Any = Tree()
    first = plans.get(old, "student", object)
    second = plans.get(new, "student", object)
    assert second is not first
    assert plans.get(new, "student", object) is second


def test_the_longest_unused_goes_first() -> None:
    plans: Plans[object] = Plans(size=2)
    trees: list[Any] = [Tree(1), Tree(2), Tree(3)]
    first, second = (plans.get(tree, "", object) for tree in trees[:2])
    assert plans.get(trees[0], "", object) is first
    plans.get(trees[2], "", object)
    assert plans.get(trees[0], "", object) is first
    assert plans.get(trees[1], "", object) is not second


def test_a_renamed_activity_has_its_new_name_on_the_next_page(
    site: Site, app: Client, course: MadeCourse, student: Someone, essay: int
) -> None:
    assert titles(app, course, student) == ["Bees"]
    with site.acting() as act:
        rename_activity(act, activity_id=essay, name="Wasps")
    assert titles(app, course, student) == ["Wasps"]


def test_a_hidden_activity_is_gone_for_students_and_not_for_teachers(
    site: Site,
    app: Client,
    course: MadeCourse,
    student: Someone,
    teacher: Someone,
    essay: int,
) -> None:
    assert titles(app, course, student) == titles(app, course, teacher) == ["Bees"]
    with site.acting() as act:
        set_activity_visibility(act, activity_id=essay, visibility=HIDDEN)
    assert titles(app, course, student) == []
    assert titles(app, course, teacher) == ["Bees"]


def test_a_right_taken_away_counts_on_the_next_page(
    site: Site,
    app: Client,
    course: MadeCourse,
    student: Someone,
    people: People,
    spaces: Spaces,
    essay: int,
) -> None:
    assert app.sign_in(student.id).get(f"/courses/{course.id}").html.select_one(f"#a{essay} a")
    place = spaces.place(course.id)
    people.override("student", "activity:item:view", place, "prevent")
    site.state.expire()
    page = app.get(f"/courses/{course.id}").html
    assert not page.select(f"#a{essay} a")


def test_one_language_never_shows_on_the_page_of_another(
    app: Client, course: MadeCourse, student: Someone, essay: int
) -> None:
    app.sign_in(student.id)
    pages = [
        app.get(f"/courses/{course.id}", headers={"Accept-Language": language}).text
        for language in ("en", "fr", "en")
    ]
    assert ["Essay" in page for page in pages] == [True] * 3
    assert ["General" in page or "Section 1" in page for page in pages] == [True] * 3
    assert "À faire" in pages[1]
    assert "À faire" not in pages[0] + pages[2]


def test_a_plugin_that_was_turned_off_leaves_placeholders_at_once(
    site: Site, app: Client, course: MadeCourse, people: People, essay: int
) -> None:
    manager = people.manager()
    assert app.sign_in(manager.id).get(f"/courses/{course.id}").html.select(f"#a{essay} a")
    with site.acting() as act:
        disable_plugin(act, site.plugins, name="study")
    page = app.get(f"/courses/{course.id}").html
    assert not page.select(f"#a{essay} a")
    assert page.select(f"#a{essay}.is-off")


def test_what_opens_by_date_opens_without_any_change_of_the_course(
    site: Site, app: Client, course: MadeCourse, student: Someone, essay: int
) -> None:
    opens = int((site.clock.now() + timedelta(hours=1)).timestamp())
    tree = {"op": "&", "c": [{"type": "date", "d": ">=", "t": opens}], "showc": [True]}
    with site.acting() as act:
        edit_activity(act, activity_id=essay, name="Bees", intro=NO_TEXT, availability=tree)
    path = f"/courses/{course.id}"
    assert not app.sign_in(student.id).get(path).html.select(f"#a{essay} a")
    site.clock.advance(timedelta(hours=2))  # type: ignore[attr-defined] # a frozen clock
    assert app.get(path).html.select(f"#a{essay} a")
