"""The people of a course, its groups, and the ways into it."""

from __future__ import annotations

from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.spaces.queries import enrolments_of, groups_of
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client, queries

STUDENT_BUDGET, TEACHER_BUDGET = 12, 25


@pytest.fixture
def desk(app: Client, teacher: Someone) -> Client:
    return app.sign_in(teacher.id)


def held(site: Site, course: MadeCourse, person: Someone) -> list[tuple[str, str]]:
    with site.database.reading() as session:
        rows = enrolments_of(session, course.id, person.id)
    return [(row.role, row.state) for row, _method in rows]


def key_of(site: Site, course: MadeCourse, person: Someone) -> int:
    with site.database.reading() as session:
        return enrolments_of(session, course.id, person.id)[0][0].id


def form_with(page: Any, field: str) -> Any:
    return next(form for form in page.forms.values() if field in form.fields)


def test_teachers_see_addresses_and_acts_students_only_names(
    desk: Client, course: MadeCourse, student: Someone
) -> None:
    path = f"/courses/{course.id}/people"
    page = desk.get(path)
    assert student.email in page
    assert page.html.select("td.t-menu .menu")
    theirs = desk.other().sign_in(student.id).get(path)
    assert student.email not in theirs
    assert not theirs.html.select(".t-tick, .t-menu")


def test_filters_keep_each_other(
    desk: Client, course: MadeCourse, spaces: Spaces, student: Someone
) -> None:
    group = spaces.group(course.id, student.id, name="Hive")
    page = desk.get(f"/courses/{course.id}/people?role=student&group={group}")
    assert len(page.html.select("tbody tr")) == 1
    form = next(form for form in page.forms.values() if "q" in form.fields)
    assert (form["role"].value, form["group"].value) == ("student", str(group))
    form["role"] = "teacher"
    assert not form.submit().html.select("tbody tr")
    assert not desk.get(f"/courses/{course.id}/people?q=nobody").html.select("tbody tr")


@pytest.mark.parametrize("number", [10, 120])
def test_the_list_is_paged_within_its_budget(
    desk: Client, site: Site, people: People, spaces: Spaces, course: MadeCourse, number: int
) -> None:
    for _ in range(number):
        spaces.enrol(people.person().id, course.id)
    desk.get(f"/courses/{course.id}/people")
    with queries(site) as seen:
        page = desk.get(f"/courses/{course.id}/people")
    assert len(seen) <= STUDENT_BUDGET, str(seen)
    assert len(page.html.select("tbody tr")) == min(number + 1, 50)


def test_an_enrolment_is_suspended_and_made_active_again(
    desk: Client, site: Site, course: MadeCourse, student: Someone
) -> None:
    path = f"/courses/{course.id}/people/{key_of(site, course, student)}/suspend"
    desk.post(path, {"csrf_token": desk.token(), "suspended": "1"})
    assert held(site, course, student) == [("student", "suspended")]
    desk.other().sign_in(student.id).get(f"/courses/{course.id}", status=303)
    desk.post(path, {"csrf_token": desk.token(), "suspended": ""})
    assert held(site, course, student) == [("student", "active")]


def test_the_role_is_changed_and_groups_are_kept(
    desk: Client, site: Site, course: MadeCourse, spaces: Spaces, student: Someone
) -> None:
    spaces.group(course.id, student.id, name="Hive")
    path = f"/courses/{course.id}/people/{key_of(site, course, student)}/edit"
    form = form_with(desk.get(path), "role")
    assert [value for value, *_ in form["role"].options] == ["student", "assistant"]
    form["role"] = "assistant"
    form.submit(status=303)
    assert held(site, course, student) == [("assistant", "active")]
    assert "Hive" in desk.get(f"/courses/{course.id}/people?role=assistant")


def test_teachers_do_not_change_other_teachers(
    desk: Client, site: Site, course: MadeCourse, people: People, spaces: Spaces
) -> None:
    other = people.person()
    spaces.enrol(other.id, course.id, "teacher")
    path = f"/courses/{course.id}/people/{key_of(site, course, other)}"
    desk.post(f"{path}/suspend", {"csrf_token": desk.token(), "suspended": "1"}, status=403)
    desk.post(f"{path}/unenrol", {"csrf_token": desk.token()}, status=403)
    assert held(site, course, other) == [("teacher", "active")]


def test_unenrolling_asks_first(
    desk: Client, site: Site, course: MadeCourse, student: Someone
) -> None:
    page = desk.get(f"/courses/{course.id}/people/{key_of(site, course, student)}/unenrol")
    next(f for f in page.forms.values() if f.action.endswith("/unenrol")).submit().follow()
    assert held(site, course, student) == []


def test_an_enrolment_of_another_course_is_missing(
    desk: Client, site: Site, course: MadeCourse, spaces: Spaces, student: Someone
) -> None:
    other = spaces.course()
    spaces.enrol(student.id, other.id)
    key = key_of(site, other, student)
    desk.get(f"/courses/{course.id}/people/{key}/edit", status=404)


def test_a_group_is_made_filled_emptied_and_deleted(
    desk: Client, site: Site, course: MadeCourse, student: Someone
) -> None:
    form = form_with(desk.get(f"/courses/{course.id}/groups/new"), "enrolment_key")
    form["name"] = "Hive"
    page = form.submit().follow()
    path = page.request.path
    fields = {"csrf_token": desk.token(), "person": str(student.id)}
    desk.post(f"{path}/fill", fields)
    page = desk.get(path)
    assert len(page.html.select("tbody tr")) == 1
    form_with(page, "person").submit()
    assert not desk.get(path).html.select("tbody tr")
    page = desk.get(f"{path}/delete")
    next(f for f in page.forms.values() if f.action.endswith("/delete")).submit().follow()
    desk.get(path, status=404)


def test_two_groups_of_one_name_are_refused(
    desk: Client, course: MadeCourse, spaces: Spaces
) -> None:
    spaces.group(course.id, name="Hive")
    form = form_with(desk.get(f"/courses/{course.id}/groups/new"), "enrolment_key")
    form["name"] = "Hive"
    assert form.submit(status=422).html.select_one("#f-name-e")


def test_only_people_of_the_course_come_into_its_groups(
    desk: Client, course: MadeCourse, spaces: Spaces, people: People
) -> None:
    group = spaces.group(course.id)
    fields = {"csrf_token": desk.token(), "person": str(people.person().id)}
    desk.post(f"/courses/{course.id}/groups/{group}/fill", fields, status=422)


def test_ways_in_are_added_with_their_options_changed_and_turned_off(
    desk: Client, site: Site, course: MadeCourse
) -> None:
    base = f"/courses/{course.id}/ways"
    form = form_with(desk.get(f"{base}/add/door"), "key")
    form["name"], form["key"] = "The key", "honey"
    page = form.submit().follow()
    edit = next(a["href"] for a in page.html.select("tbody th a") if a.text == "The key")
    form = form_with(desk.get(edit), "key")
    assert form["key"].value == "honey"
    form["key"] = "wax"
    form.submit(status=303)
    assert form_with(desk.get(edit), "key")["key"].value == "wax"
    desk.post(edit.replace("/edit", "/switch"), {"csrf_token": desk.token(), "enabled": ""})
    with site.database.reading() as session:
        assert groups_of(session, site.oracle(session, None), _tree(site, course)) == ()
    desk.post(edit.replace("/edit", "/remove"), {"csrf_token": desk.token()})
    desk.get(edit, status=404)


def test_a_way_that_people_came_by_stays(
    desk: Client, site: Site, course: MadeCourse, spaces: Spaces, student: Someone
) -> None:
    key = spaces.instance(course.id, "hand")
    assert held(site, course, student)
    token = {"csrf_token": desk.token()}
    desk.post(f"/courses/{course.id}/ways/{key}/remove", token, status=422)


def _tree(site: Site, course: MadeCourse) -> Any:
    return Spaces(site).structure(course.id)
