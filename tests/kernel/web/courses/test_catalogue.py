"""The list of courses, categories, and the door of a course."""

from __future__ import annotations

from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.spaces.operations import edit_instance, set_course_visibility
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client, queries

STUDENT_BUDGET = 12


@pytest.fixture
def outsider(app: Client, people: People) -> Client:
    return app.sign_in(people.person().id)


@pytest.fixture
def office(app: Client, people: People) -> Client:
    return app.other().sign_in(people.manager().id)


def titles(page: Any) -> list[str]:
    return [a.text for a in page.html.select("article.tile h3 a")]


def test_everybody_signed_in_finds_shown_courses_by_their_words(
    outsider: Client, spaces: Spaces
) -> None:
    spaces.course(full_name="Bees of the north")
    spaces.course(full_name="Wasps of the north")
    spaces.course(full_name="Bees in hiding", visibility="hidden")
    assert titles(outsider.get("/courses")) == ["Bees of the north", "Wasps of the north"]
    assert titles(outsider.get("/courses?q=north+bees")) == ["Bees of the north"]
    assert titles(outsider.get("/courses?q=nothing")) == []


@pytest.mark.parametrize("number", [3, 60])
def test_the_list_is_paged_within_its_budget(
    outsider: Client, site: Site, spaces: Spaces, number: int
) -> None:
    category_id = spaces.category()
    for n in range(number):
        spaces.course(category_id=category_id, sections=0, full_name=f"Course {n:03}")
    outsider.get("/courses")
    with queries(site) as seen:
        page = outsider.get("/courses")
    assert len(seen) <= STUDENT_BUDGET - 4, str(seen)
    assert len(titles(page)) == min(number, 50)
    assert len(titles(outsider.get("/courses?page=2"))) == max(number - 50, 0)


def test_who_is_not_in_a_shown_course_is_led_to_its_door(outsider: Client, spaces: Spaces) -> None:
    course = spaces.course()
    instance_id = spaces.instance(course.id, "door")
    page = outsider.get(f"/courses/{course.id}", status=303).follow()
    links = [a["href"] for a in page.html.select("main a.btn")]
    assert links == [f"/study/courses/{course.id}/doors/{instance_id}"]


def test_a_closed_door_says_whom_to_ask(outsider: Client, spaces: Spaces) -> None:
    course = spaces.course()
    page = outsider.get(f"/courses/{course.id}/enter").html
    assert page.select_one(".empty, .empty-state, main").text
    assert not page.select("main a.btn.primary")


def test_a_door_that_is_turned_off_is_not_shown(
    outsider: Client, site: Site, spaces: Spaces
) -> None:
    course = spaces.course()
    key = spaces.instance(course.id, "door")
    with site.acting() as act:
        edit_instance(act, instance_id=key, enabled=False)
    assert not outsider.get(f"/courses/{course.id}/enter").html.select("main a.btn.primary")


def test_the_suspended_are_told_so_and_find_no_other_door(
    app: Client, people: People, spaces: Spaces
) -> None:
    course, person = spaces.course(), people.person()
    spaces.instance(course.id, "door")
    spaces.enrol(person.id, course.id, state="suspended")
    page = app.sign_in(person.id).get(f"/courses/{course.id}/enter").html
    assert "Votre inscription est suspendue" in page.select_one("main").text
    assert not page.select("main a.btn.primary")


def test_a_hidden_course_has_no_door(outsider: Client, site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    spaces.instance(course.id, "door")
    with site.acting() as act:
        set_course_visibility(act, course_id=course.id, visibility="hidden")
    outsider.get(f"/courses/{course.id}", status=404)
    outsider.get(f"/courses/{course.id}/enter", status=404)


def test_who_is_in_the_course_needs_no_door(
    app: Client, course: MadeCourse, student: Someone
) -> None:
    answer = app.sign_in(student.id).get(f"/courses/{course.id}/enter", status=303)
    assert answer.location.endswith(f"/courses/{course.id}")


def test_strangers_sign_in_first(app: Client, course: MadeCourse) -> None:
    for path in ("", "/enter"):
        answer = app.get(f"/courses/{course.id}{path}", status=303)
        assert "/login" in answer.location


def test_categories_are_added_changed_moved_and_deleted(
    office: Client, site: Site, spaces: Spaces
) -> None:
    top = spaces.category(name="Top")
    page = office.get(f"/categories/{top}/new")
    form = next(f for f in page.forms.values() if "description" in f.fields)
    form["name"], form["description"] = "Below", "<p>Small</p>"
    page = form.submit().follow()
    assert page.html.select_one("h1").text == "Below"
    key = int(page.request.path.rpartition("/")[2])
    form = next(
        f for f in office.get(f"/categories/{key}/edit").forms.values() if "description" in f.fields
    )
    form["name"] = "Beneath"
    assert form.submit().follow().html.select_one("h1").text == "Beneath"
    move = next(
        f for f in office.get(f"/categories/{key}/move").forms.values() if "place" in f.fields
    )
    assert [value for value, *_ in move["place"].options] == ["0", str(top)]
    move["place"] = "0"
    page = move.submit().follow()
    with site.database.reading() as session:
        site.state.expire()
        site.state.refresh(session)
        assert site.categories.read(session).nodes[key].parent_id is None
    next(f for f in page.forms.values() if f.action.endswith("/delete")).submit().follow()
    office.get(f"/categories/{key}", status=404)


def test_a_category_with_courses_is_not_deleted(office: Client, course: MadeCourse) -> None:
    token = {"csrf_token": office.token()}
    office.post(f"/categories/{course.category_id}/delete", token, status=422)


@pytest.mark.parametrize("path", ["new", "1/new", "1/edit", "1/move", "1/courses/new"])
def test_others_do_not_arrange_categories(outsider: Client, course: MadeCourse, path: str) -> None:
    assert course.category_id == 1
    outsider.get(f"/categories/{path}", status=403)
