"""Guests look into a course: freely, or after its password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from plugins.enrol_guest.operations import METHOD, begin_visit
from updago.api.accounts import end_sessions
from updago.api.commands import Site
from updago.api.errors import NotFound
from updago.api.spaces import add_instance, edit_instance
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client, main_form


@pytest.fixture
def people(site: Site) -> People:
    return People(site)


@pytest.fixture
def course(site: Site) -> MadeCourse:
    return Spaces(site).course(sections=1)


def way_in(site: Site, course: MadeCourse, **options: Any) -> int:
    with site.acting() as act:
        return add_instance(act, course_id=course.id, method=METHOD, options=options).id


def status(client: Client, path: str) -> int:
    answer: int = client.get(path, status="*").status_int
    return answer


def test_without_a_password_everybody_signed_in_looks_in(
    app: Client, site: Site, people: People, course: MadeCourse
) -> None:
    app.sign_in(people.person().id)
    assert status(app, f"/courses/{course.id}") != 200
    instance = way_in(site, course)
    assert status(app, f"/courses/{course.id}") == 200
    assert app.get(f"/enrol_guest/{instance}").location.endswith(f"/courses/{course.id}")


def test_the_password_is_asked_once_in_each_session(
    app: Client, site: Site, people: People, course: MadeCourse
) -> None:
    instance, person = way_in(site, course, password="sesame"), people.person()
    app.sign_in(person.id)
    assert status(app, f"/courses/{course.id}") != 200
    form = main_form(app.get(f"/enrol_guest/{instance}"))
    form["password"] = "wrong"
    assert "Ce n’est pas le mot de passe" in form.submit(status=422)
    form["password"] = "sesame"
    assert form.submit().status_int == 303
    assert status(app, f"/courses/{course.id}") == 200
    with site.acting() as act:
        end_sessions(act, person_id=person.id)
    again = app.other().sign_in(person.id)
    assert status(again, f"/courses/{course.id}") != 200


def test_ten_wrong_passwords_close_the_door_for_a_while(
    app: Client, site: Site, people: People, course: MadeCourse
) -> None:
    instance = way_in(site, course, password="sesame")
    app.sign_in(people.person().id)
    form = main_form(app.get(f"/enrol_guest/{instance}"))
    for _ in range(10):
        form["password"] = "wrong"
        form.submit(status=422)
    form["password"] = "sesame"
    assert "Attendez cinq minutes" in form.submit(status=429)
    assert status(app, f"/courses/{course.id}") != 200


def test_a_new_password_is_asked_of_everybody(
    app: Client, site: Site, people: People, course: MadeCourse, clock: Any
) -> None:
    instance = way_in(site, course, password="old")
    app.sign_in(people.person().id)
    form = main_form(app.get(f"/enrol_guest/{instance}"))
    form["password"] = "old"
    form.submit()
    clock.advance(timedelta(seconds=1))
    with site.acting() as act:
        edit_instance(act, instance_id=instance, options={"password": "new"})
    assert status(app, f"/courses/{course.id}") != 200


def test_a_way_that_was_closed_meanwhile_lets_nobody_in(
    app: Client, site: Site, people: People, course: MadeCourse
) -> None:
    instance, person = way_in(site, course, password="sesame"), people.person()
    app.sign_in(person.id)
    with site.acting() as act:
        edit_instance(act, instance_id=instance, enabled=False)
    for key in (instance, 999_999):
        with pytest.raises(NotFound, match="closed"), site.acting(person.id) as act:
            begin_visit(act, instance_id=key, person_id=person.id, session_id=1, password="sesame")


def test_a_form_of_yesterday_leads_in_when_no_password_is_asked_any_more(
    app: Client, site: Site, people: People, course: MadeCourse
) -> None:
    instance = way_in(site, course, password="sesame")
    app.sign_in(people.person().id)
    form = main_form(app.get(f"/enrol_guest/{instance}"))
    with site.acting() as act:
        edit_instance(act, instance_id=instance, options={"password": ""})
    assert form.submit(status=303).location.endswith(f"/courses/{course.id}")


def test_looking_in_again_in_the_same_session_goes_on(
    site: Site, app: Client, people: People, course: MadeCourse, clock: Any
) -> None:
    instance = way_in(site, course, password="sesame")
    app.sign_in(people.person().id)
    for _ in range(2):
        form = main_form(app.get(f"/enrol_guest/{instance}"))
        form["password"] = "sesame"
        assert form.submit().status_int == 303
        clock.advance(timedelta(minutes=1))


def test_guests_see_no_participants(
    app: Client, site: Site, people: People, course: MadeCourse
) -> None:
    way_in(site, course)
    person = people.person()
    with site.database.reading() as session:
        oracle = site.oracle(session, person.id)
        place = Spaces(site).place(course.id)
        assert oracle.may("course:space:view", place)
        assert not oracle.may("course:people:list", place)


def test_strangers_are_asked_to_sign_in(app: Client, site: Site, course: MadeCourse) -> None:
    assert status(app, f"/enrol_guest/{way_in(site, course, password='x')}") == 303
