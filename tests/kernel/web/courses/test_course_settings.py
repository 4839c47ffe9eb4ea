"""Courses are made, changed, deleted and brought back by those who may."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.spaces.models import Course
from updago.kernel.spaces.operations import edit_course
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client


@pytest.fixture
def office(app: Client, people: People) -> Client:
    """The browser of a manager."""
    return app.sign_in(people.manager().id)


def form_of(page: Any) -> Any:
    return next(form for form in page.forms.values() if "full_name" in form.fields)


def stored(site: Site, short_name: str) -> Course:
    with site.database.reading() as session:
        return session.scalars(select(Course).where(Course.short_name == short_name)).one()


def test_a_course_is_made_with_its_sections(office: Client, site: Site, spaces: Spaces) -> None:
    category_id = spaces.category()
    form = form_of(office.get(f"/categories/{category_id}/courses/new"))
    assert form["category_id"].value == str(category_id)
    form["full_name"], form["short_name"], form["sections"] = "Bees", "BEES", "3"
    form["starts"], form["megabytes"] = "2026-11-10T08:00", "20"
    answer = form.submit(status=303)
    course = stored(site, "BEES")
    assert answer.location.endswith(f"/courses/{course.id}/edit")
    assert course.upload_max_bytes == 20 * 2**20
    assert course.starts is not None
    assert len(spaces.structure(course.id).sections) == 4


def test_a_short_name_that_is_taken_is_refused_with_all_that_was_typed(
    office: Client, course: MadeCourse
) -> None:
    form = form_of(office.get(f"/categories/{course.category_id}/courses/new"))
    form["full_name"], form["short_name"] = "Bees", course.short_name
    page = form.submit(status=422)
    assert page.html.select_one("#f-short_name-e")
    assert form_of(page)["full_name"].value == "Bees"


def test_every_setting_is_saved(
    app: Client, site: Site, course: MadeCourse, teacher: Someone
) -> None:
    form = form_of(app.sign_in(teacher.id).get(f"/courses/{course.id}/settings"))
    wanted = {
        "full_name": "Bees and wasps",
        "short_name": "BW",
        "summary": "<p>Both</p>",
        "visibility": "hidden",
        "format": "weeks",
        "code": "X1",
        "language": "fr",
        "cover": "iso",
        "group_mode": "separate",
        "group_mode_forced": "1",
        "megabytes": "",
        "starts": "2026-09-01T08:00",
        "ends": "2027-01-15T18:00",
    }
    for name, value in wanted.items():
        form[name] = value
    form["tracks_completion"] = False
    form.submit(status=303).follow()
    row = stored(site, "BW")
    kept = {name: getattr(row, name) for name in wanted if hasattr(row, name)}
    assert kept["summary"].html == "<p>Both</p>"
    assert (kept["visibility"], kept["format"], kept["cover"]) == ("hidden", "weeks", "iso")
    assert (kept["group_mode"], kept["group_mode_forced"]) == ("separate", True)
    assert not row.tracks_completion
    assert kept["ends"].instant > kept["starts"].instant


def test_a_course_cannot_end_before_it_starts(
    app: Client, course: MadeCourse, teacher: Someone
) -> None:
    form = form_of(app.sign_in(teacher.id).get(f"/courses/{course.id}/settings"))
    form["starts"], form["ends"] = "2026-09-01T08:00", "2026-08-01T08:00"
    assert form.submit(status=422).html.select_one("#f-ends-e")


def test_a_stale_form_shows_what_is_stored(
    app: Client, site: Site, course: MadeCourse, teacher: Someone
) -> None:
    form = form_of(app.sign_in(teacher.id).get(f"/courses/{course.id}/settings"))
    with site.acting() as act:
        edit_course(act, course_id=course.id, full_name="Theirs")
    form["full_name"] = "Mine"
    page = form.submit(status=409)
    assert "Theirs" in page.html.select_one(".notice.warn").text
    form_of(page).submit(status=303)
    assert stored(site, course.short_name).full_name == "Mine"


def test_a_teacher_does_not_put_the_course_where_they_may_not(
    app: Client, spaces: Spaces, course: MadeCourse, teacher: Someone
) -> None:
    elsewhere = spaces.category()
    form = form_of(app.sign_in(teacher.id).get(f"/courses/{course.id}/settings"))
    options = [value for value, *_ in form["category_id"].options]
    assert options == [str(course.category_id)]
    form["category_id"].force_value(str(elsewhere))
    form.submit(status=422)


def test_a_deleted_course_comes_back_by_its_undo(
    office: Client, spaces: Spaces, course: MadeCourse
) -> None:
    page = office.get(f"/courses/{course.id}/delete")
    form = next(f for f in page.forms.values() if f.action.endswith("/delete"))
    page = form.submit().follow()
    office.get(f"/courses/{course.id}", status=404)
    next(f for f in page.forms.values() if f.action.endswith("/bring-back")).submit().follow()
    assert spaces.structure(course.id).short_name == course.short_name


@pytest.mark.parametrize("path", ["settings", "delete", "edit", "groups", "ways"])
def test_students_change_nothing(
    app: Client, course: MadeCourse, student: Someone, path: str
) -> None:
    app.sign_in(student.id).get(f"/courses/{course.id}/{path}", status=403)


def test_teachers_do_not_delete_their_course(
    app: Client, course: MadeCourse, teacher: Someone
) -> None:
    app.sign_in(teacher.id).get(f"/courses/{course.id}/delete", status=403)
