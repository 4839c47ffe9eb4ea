"""Profiles: who sees whose, what they see, and who changes it."""

from __future__ import annotations

from typing import Any

import pytest

from updago.kernel.accounts.operations import delete_person
from updago.kernel.app import Site
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client, queries


@pytest.fixture
def people(site: Site) -> People:
    """A maker of people."""
    return People(site)


@pytest.fixture
def spaces(site: Site) -> Spaces:
    """A maker of courses."""
    return Spaces(site)


def test_a_course_lets_people_see_each_other_but_not_their_addresses(
    app: Client, people: People, spaces: Spaces
) -> None:
    course = spaces.course(full_name="Optique")
    one, other = people.person(), people.person()
    for person in (one, other):
        spaces.enrol(person.id, course.id)
    app.sign_in(one.id)
    page = app.get(f"/people/{other.id}")
    assert "Optique" in page
    assert other.email not in page
    assert one.email in app.get(f"/people/{one.id}")


def test_teachers_see_the_addresses_of_their_students(
    app: Client, people: People, spaces: Spaces
) -> None:
    course = spaces.course()
    teacher, student = people.person(), people.person()
    spaces.enrol(teacher.id, course.id, "teacher")
    spaces.enrol(student.id, course.id)
    assert student.email in app.sign_in(teacher.id).get(f"/people/{student.id}")


def test_a_profile_names_only_courses_that_the_reader_may_enter(
    app: Client, people: People, spaces: Spaces
) -> None:
    shared, private = spaces.course(full_name="Partagé"), spaces.course(full_name="Privé")
    one, other = people.person(), people.person()
    spaces.enrol(one.id, shared.id)
    spaces.enrol(other.id, shared.id)
    spaces.enrol(other.id, private.id)
    page = app.sign_in(one.id).get(f"/people/{other.id}")
    assert ("Partagé" in page, "Privé" in page) == (True, False)


def test_a_stranger_a_missing_and_a_deleted_person_look_alike(
    site: Site, app: Client, people: People
) -> None:
    reader, stranger, gone = people.person(), people.person(), people.person()
    with site.acting() as act:
        delete_person(act, person_id=gone.id)
    app.sign_in(reader.id)
    pages = [app.get(f"/people/{key}", status=404) for key in (stranger.id, gone.id, 999_999)]
    texts = [page.html.find("main").h1.text for page in pages]
    assert texts[0] == texts[1] == texts[2]


def test_managers_see_everybody(app: Client, people: People) -> None:
    person = people.person()
    assert person.email in app.sign_in(people.manager().id).get(f"/people/{person.id}")


def test_people_change_their_own_profile_safely(app: Client, people: People) -> None:
    person = people.person()
    app.sign_in(person.id)
    form = _form(app)
    form["about"] = "<p>Bonjour <script>alert(1)</script><b>toi</b></p>"
    form["timezone"] = "America/Cayenne"
    page = form.submit().follow()
    assert "America/Cayenne" in page
    assert page.html.select_one(".prose b, .prose strong").text == "toi"
    assert "alert(1)" not in page


def test_a_zone_or_language_that_is_not_in_the_list_is_refused(app: Client, people: People) -> None:
    app.sign_in(people.person().id)
    form = _form(app)
    form["timezone"].force_value("Mars/Olympus")
    assert form.submit(status=422)


def test_a_profile_changed_elsewhere_is_not_overwritten(app: Client, people: People) -> None:
    app.sign_in(people.person().id)
    first, second = _form(app), _form(app)
    first["timezone"] = "America/Cayenne"
    first.submit()
    second["timezone"] = "Asia/Tokyo"
    assert second.submit(status=409)


def test_a_profile_costs_the_same_with_many_courses(
    site: Site, app: Client, people: People, spaces: Spaces
) -> None:
    one, other = people.person(), people.person()

    def share() -> None:
        course = spaces.course()
        spaces.enrol(one.id, course.id)
        spaces.enrol(other.id, course.id)

    share()
    app.sign_in(one.id)
    app.get(f"/people/{other.id}")
    site.state.expire()
    with queries(site) as few:
        app.get(f"/people/{other.id}")
    for _ in range(10):
        share()
    app.get(f"/people/{other.id}")
    site.state.expire()
    with queries(site) as many:
        app.get(f"/people/{other.id}")
    assert len(many) == len(few) <= 12


def _form(app: Client) -> Any:
    forms = app.get("/profile").forms.values()
    return next(form for form in forms if form.action == "/profile")
