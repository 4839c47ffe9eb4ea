"""Blocks on courses, categories, dashboards and the site, by those who arrange the page."""

from __future__ import annotations

from typing import Any

import pytest

from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse
from updago.testing.web import Client


@pytest.fixture
def desk(app: Client, teacher: Someone) -> Client:
    return app.sign_in(teacher.id)


def add(desk: Client, at: str, kind: str = "greeting", **fields: str) -> Any:
    page = desk.get(f"/blocks/{at}/add/{kind}")
    form = next(form for form in page.forms.values() if "title" in form.fields)
    for name, value in fields.items():
        form[name] = value
    return form.submit()


def titles(page: Any) -> list[str]:
    return [heading.text for heading in page.html.select("aside .block h2")]


def press(page: Any, ending: str, **values: str) -> Any:
    for form in page.forms.values():
        fits = all(form[n].value == v for n, v in values.items() if n in form.fields)
        if form.action.endswith(ending) and fits:
            return form.submit().follow()
    raise AssertionError(ending)


def test_the_chooser_offers_what_fits_the_page(desk: Client, course: MadeCourse) -> None:
    links = desk.get(f"/blocks/course/{course.id}/add").html.select(".choice-card a")
    assert [a["href"].rpartition("/")[2] for a in links] == ["greeting", "single"]
    add(desk, f"course/{course.id}", "single")
    links = desk.get(f"/blocks/course/{course.id}/add").html.select(".choice-card a")
    assert [a["href"].rpartition("/")[2] for a in links] == ["greeting"]


def test_a_block_is_added_configured_and_seen_by_students(
    desk: Client, course: MadeCourse, student: Someone
) -> None:
    page = add(desk, f"course/{course.id}", title="Hi", words="Welcome").follow()
    assert titles(page) == ["Hi"]
    edit = next(a["href"] for a in page.html.select("aside .menu a"))
    form = next(f for f in desk.get(edit).forms.values() if "words" in f.fields)
    assert form["words"].value == "Welcome"
    form["words"] = "Good morning"
    form.submit(status=303)
    theirs = desk.other().sign_in(student.id).get(f"/courses/{course.id}")
    assert "Good morning" in theirs.html.select_one("aside .block").text


def test_a_refused_block_comes_back_with_what_was_typed(desk: Client, course: MadeCourse) -> None:
    answer = desk.get(f"/blocks/course/{course.id}/add/greeting")
    form = next(f for f in answer.forms.values() if "words" in f.fields)
    form["title"] = "Hi"
    page = form.submit(status=422)
    again = next(f for f in page.forms.values() if "words" in f.fields)
    assert again["title"].value == "Hi"


def test_blocks_move_hide_go_and_come_back(
    desk: Client, course: MadeCourse, student: Someone
) -> None:
    for title in "ab":
        page = add(desk, f"course/{course.id}", title=title, words="x").follow()
    assert titles(page) == ["a", "b"]
    page = press(page, "/2/move", position="0")
    assert titles(page) == ["b", "a"]
    page = press(page, "/2/hide")
    theirs = desk.other().sign_in(student.id).get(f"/courses/{course.id}")
    assert titles(theirs) == ["a"]
    page = press(page, "/2/delete")
    assert titles(page) == ["a"]
    assert sorted(titles(press(page, "/restore"))) == ["a", "b"]


def test_a_block_of_a_category_shows_on_its_courses_without_a_menu(
    desk: Client, people: People, course: MadeCourse
) -> None:
    office = desk.other().sign_in(people.manager().id)
    add(office, f"category/{course.category_id}", title="Above", words="x", inherited="1")
    assert titles(desk.get(f"/courses/{course.id}")) == ["Above"]
    edit = desk.get(f"/courses/{course.id}/edit")
    assert titles(edit) == ["Above"]
    assert not edit.html.select("aside .menu")
    page = office.get(f"/categories/{course.category_id}?edit=1")
    assert titles(page) == ["Above"]
    assert page.html.select("aside .menu")


def test_everybody_arranges_their_own_dashboard_only(
    app: Client, people: People, student: Someone
) -> None:
    other = people.person()
    app.sign_in(student.id)
    assert add(app, f"dashboard/{student.id}", "mine").status_int == 303
    app.get(f"/blocks/dashboard/{other.id}/add", status=404)
    app.get("/blocks/dashboard/0/add", status=403)


@pytest.mark.parametrize("at", ["course/1", "category/1", "site/0"])
def test_students_arrange_nothing(
    app: Client, course: MadeCourse, student: Someone, at: str
) -> None:
    assert course.id == 1
    app.sign_in(student.id).get(f"/blocks/{at}/add", status=403)


@pytest.mark.parametrize("at", ["course/99", "category/99", "site/1", "moon/1"])
def test_spots_that_do_not_exist_are_missing(desk: Client, at: str) -> None:
    desk.get(f"/blocks/{at}/add", status=404)


def test_a_kind_that_does_not_fit_is_missing(desk: Client, course: MadeCourse) -> None:
    desk.get(f"/blocks/course/{course.id}/add/mine", status=404)
    desk.post(f"/blocks/course/{course.id}/add/mine", {"csrf_token": desk.token()}, status=404)
