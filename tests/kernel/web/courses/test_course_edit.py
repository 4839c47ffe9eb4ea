"""Building a course: sections and activities are added, moved, hidden, deleted, brought back."""

from __future__ import annotations

from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.spaces.operations import create_activity
from updago.testing.factories.people import Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client, queries

TEACHER_BUDGET = 25


@pytest.fixture
def essay(site: Site, course: MadeCourse) -> int:
    with site.acting() as act:
        return create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[1],
            type="essay",
            name="Bees",
            data={"topic": "Bees", "words": 5},
        ).id


@pytest.fixture
def desk(app: Client, teacher: Someone) -> Client:
    """The browser of the teacher."""
    return app.sign_in(teacher.id)


def press(desk: Client, page: Any, address: str, **fields: str) -> Any:
    """Send the form of the edit page to the address of one of its buttons."""
    form = page.forms["course-edit"]
    assert page.html.find("button", {"formaction": address}), address
    return desk.post(address, {"csrf_token": form["csrf_token"].value, **fields}).follow()


def undo(desk: Client, page: Any) -> Any:
    """Press the way back of the confirmation."""
    form = next(f for f in page.forms.values() if f.action and "restore" in f.action)
    return form.submit().follow()


def names(spaces: Spaces, course: MadeCourse) -> list[str]:
    return [node.name for node in spaces.structure(course.id).activities]


def test_students_do_not_get_the_page(app: Client, course: MadeCourse, student: Someone) -> None:
    app.sign_in(student.id)
    app.get(f"/courses/{course.id}/edit", status=403)
    assert not app.get(f"/courses/{course.id}").html.select(".edit-bar")


def test_strangers_do_not_learn_that_it_exists(
    app: Client, course: MadeCourse, people: Any
) -> None:
    app.sign_in(people.person().id)
    app.get(f"/courses/{course.id}/edit", status=404)


def test_a_deleted_activity_comes_back_by_its_undo(
    desk: Client, course: MadeCourse, spaces: Spaces, essay: int
) -> None:
    page = press(desk, desk.get(f"/courses/{course.id}/edit"), f"/activities/{essay}/delete")
    assert names(spaces, course) == []
    undo(desk, page)
    assert names(spaces, course) == ["Bees"]


def test_the_bin_lists_what_was_deleted_and_brings_it_back(
    desk: Client, course: MadeCourse, spaces: Spaces, essay: int
) -> None:
    press(desk, desk.get(f"/courses/{course.id}/edit"), f"/activities/{essay}/delete")
    page = desk.get(f"/courses/{course.id}/bin")
    assert page.html.select_one("tbody th").text == "Bees"
    form = next(f for f in page.forms.values() if "restore" in f.action and "activity" in f.fields)
    form.submit().follow()
    assert names(spaces, course) == ["Bees"]


def test_another_courses_things_are_not_brought_back(
    desk: Client, course: MadeCourse, spaces: Spaces
) -> None:
    other = spaces.course(activities=1)
    from updago.kernel.spaces.operations import delete_activity

    with spaces.site.acting() as act:
        delete_activity(act, activity_id=other.activity_ids[0])
    desk.post(
        f"/courses/{course.id}/restore",
        {"csrf_token": desk.token(), "activity": str(other.activity_ids[0])},
        status=404,
    )


def test_hiding_showing_and_by_link(
    desk: Client, course: MadeCourse, spaces: Spaces, essay: int
) -> None:
    for value in ("hidden", "link", "shown"):
        page = desk.get(f"/courses/{course.id}/edit")
        press(desk, page, f"/activities/{essay}/visibility", visibility=value)
        assert spaces.structure(course.id).by_id[essay].visibility == value


def test_an_unknown_visibility_is_refused(desk: Client, essay: int) -> None:
    fields = {"csrf_token": desk.token(), "visibility": "gone"}
    desk.post(f"/activities/{essay}/visibility", fields, status=422)


def test_a_copy_stands_right_after_the_original(
    desk: Client, course: MadeCourse, spaces: Spaces, essay: int
) -> None:
    page = press(desk, desk.get(f"/courses/{course.id}/edit"), f"/activities/{essay}/duplicate")
    assert names(spaces, course) == ["Bees", "Bees"]
    next(f for f in page.forms.values() if f.action.endswith("/delete")).submit().follow()
    assert names(spaces, course) == ["Bees"]


def test_moving_works_by_a_list_of_places(
    desk: Client, course: MadeCourse, spaces: Spaces, essay: int
) -> None:
    page = desk.get(f"/activities/{essay}/move")
    form = next(f for f in page.forms.values() if "place" in f.fields)
    form["place"] = f"{course.section_ids[2]}-0"
    form.submit().follow()
    assert spaces.structure(course.id).by_id[essay].section_id == course.section_ids[2]


@pytest.mark.parametrize("place", ["", "x", "999999-0", "1-999999"])
def test_a_place_that_is_not_in_the_list_is_refused(desk: Client, essay: int, place: str) -> None:
    page = desk.post(
        f"/activities/{essay}/move", {"csrf_token": desk.token(), "place": place}, status=422
    )
    assert page.html.select_one("[role=alert]")


def test_several_are_hidden_deleted_and_brought_back_together(
    desk: Client, course: MadeCourse, spaces: Spaces
) -> None:
    keys = [spaces.activity(course.id, course.section_ids[1], "sign") for _ in range(3)]
    token = desk.token()
    fields = [("csrf_token", token), *(("activity", str(key)) for key in keys[:2])]
    desk.post(f"/courses/{course.id}/bulk/hide", fields)
    tree = spaces.structure(course.id)
    assert [tree.by_id[key].visibility for key in keys] == ["hidden", "hidden", "shown"]
    page = desk.post(f"/courses/{course.id}/bulk/delete", fields).follow()
    assert list(spaces.structure(course.id).by_id) == keys[2:]
    undo(desk, page)
    assert sorted(spaces.structure(course.id).by_id) == keys


def test_nothing_ticked_is_said(desk: Client, course: MadeCourse) -> None:
    desk.post(f"/courses/{course.id}/bulk/hide", {"csrf_token": desk.token()}, status=422)


def test_sections_are_added_moved_hidden_and_deleted(
    desk: Client, course: MadeCourse, spaces: Spaces
) -> None:
    page = press(desk, desk.get(f"/courses/{course.id}/edit"), f"/courses/{course.id}/sections")
    new = spaces.structure(course.id).sections[-1]
    base = f"/courses/{course.id}/sections/{new.id}"
    form = next(f for f in desk.get(f"{base}/move").forms.values() if "place" in f.fields)
    form["place"] = "1"
    page = form.submit().follow()
    assert spaces.structure(course.id).section_by_id[new.id].position == 1
    page = press(desk, page, f"{base}/visibility", visibility="hidden")
    assert spaces.structure(course.id).section_by_id[new.id].visibility == "hidden"
    page = press(desk, page, f"{base}/delete")
    assert new.id not in spaces.structure(course.id).section_by_id
    undo(desk, page)
    assert new.id in spaces.structure(course.id).section_by_id


def test_the_text_of_a_section_is_written(desk: Client, course: MadeCourse, spaces: Spaces) -> None:
    key = course.section_ids[1]
    page = desk.get(f"/courses/{course.id}/sections/{key}/edit")
    form = next(f for f in page.forms.values() if "summary" in f.fields)
    form["name"], form["summary"] = "Bees", "<p>All about <b>bees</b></p>"
    form.submit().follow()
    section = spaces.structure(course.id).section_by_id[key]
    assert (section.name, section.summary.html) == ("Bees", "<p>All about <b>bees</b></p>")


def test_a_button_is_named_with_what_it_changes(desk: Client, course: MadeCourse) -> None:
    page = desk.get(f"/courses/{course.id}/edit").html
    names = {link["aria-label"] for link in page.select(".section a[aria-label]")}
    assert "Renommer\N{NO-BREAK SPACE}: Section 1" in names
    assert not [name for name in names if "  " in name or " \N{NO-BREAK SPACE}" in name]


def test_the_general_section_is_neither_hidden_nor_deleted(
    desk: Client, course: MadeCourse
) -> None:
    key = course.section_ids[0]
    page = desk.get(f"/courses/{course.id}/sections/{key}/edit")
    form = next(f for f in page.forms.values() if "summary" in f.fields)
    assert "visibility" not in form.fields
    form["name"] = "News"
    form.submit().follow()
    token = {"csrf_token": desk.token()}
    desk.post(f"/courses/{course.id}/sections/{key}/delete", token, status=422)


def test_a_section_of_another_course_is_missing(
    desk: Client, course: MadeCourse, spaces: Spaces
) -> None:
    other = spaces.course()
    desk.get(f"/courses/{course.id}/sections/{other.section_ids[1]}/edit", status=404)


@pytest.mark.parametrize("number", [10, 100])
def test_the_budget_of_the_page_does_not_grow(
    desk: Client, site: Site, course: MadeCourse, spaces: Spaces, number: int
) -> None:
    for _ in range(number):
        spaces.activity(course.id, course.section_ids[1], "sign")
    desk.get(f"/courses/{course.id}/edit")
    with queries(site) as seen:
        desk.get(f"/courses/{course.id}/edit")
    assert len(seen) <= TEACHER_BUDGET - 15, str(seen)
