"""Teachers enrol people: on the page, and by command."""

from __future__ import annotations

import argparse

import pytest

from plugins.enrol_manual import commands, operations
from updago.api.commands import Command, Site
from updago.api.errors import Invalid, NotFound
from updago.api.spaces import enrolments_of, instances_of
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client


@pytest.fixture
def people(site: Site) -> People:
    return People(site)


@pytest.fixture
def spaces(site: Site) -> Spaces:
    return Spaces(site)


@pytest.fixture
def teacher(people: People) -> int:
    return people.person("teacher").id


@pytest.fixture
def course(spaces: Spaces, teacher: int) -> MadeCourse:
    return spaces.course(teacher_id=teacher)


def roles(site: Site, course_id: int, person_id: int) -> list[str]:
    with site.database.reading() as session:
        return [e.role for e, _ in enrolments_of(session, course_id, person_id)]


def address(spaces: Spaces, course: MadeCourse) -> str:
    return f"/enrol_manual/{spaces.instance(course.id, operations.METHOD)}"


def test_a_new_course_lets_its_teacher_enrol(site: Site, course: MadeCourse, teacher: int) -> None:
    with site.database.reading() as session:
        methods = [instance.method for instance, _ in instances_of(session, course.id)]
    assert methods == [operations.METHOD]
    assert roles(site, course.id, teacher) == ["teacher"]


def test_a_teacher_finds_and_enrols_a_person(
    app: Client, site: Site, spaces: Spaces, people: People, course: MadeCourse, teacher: int
) -> None:
    wanted, other = people.person("wanted"), people.person("other")
    app.sign_in(teacher)
    page = app.get(address(spaces, course) + "?q=wanted")
    form = page.forms[max(key for key in page.forms if isinstance(key, int))]
    assert [box.get("value") for box in page.html.select("input[name=people]")] == [str(wanted.id)]
    form["people"] = [str(wanted.id)]
    assert form.submit().status_int == 303
    assert roles(site, course.id, wanted.id) == ["student"]
    assert roles(site, course.id, other.id) == []


def test_a_teacher_cannot_give_a_role_above_their_own(
    app: Client, site: Site, spaces: Spaces, people: People, course: MadeCourse, teacher: int
) -> None:
    person = people.person()
    app.sign_in(teacher)
    sent = {
        "people": str(person.id),
        "role": "manager",
        "csrf_token": app.token(),
    }
    assert app.post(address(spaces, course), sent, status="*").status_int in {403, 422}
    assert roles(site, course.id, person.id) == []


@pytest.mark.parametrize("query", ["", "?q=nobody-of-this-name"])
def test_a_page_without_people_says_why(
    app: Client, spaces: Spaces, course: MadeCourse, teacher: int, query: str
) -> None:
    page = app.sign_in(teacher).get(address(spaces, course) + query).html
    assert not page.select("input[name=people]")
    reason = "Tout le monde" if not query else "autre partie"
    assert reason in page.select_one("main").text


def test_a_course_without_the_way_gets_it_once(site: Site, spaces: Spaces) -> None:
    course = spaces.course(methods=False)
    spaces.instance(course.id, "self")
    keys = []
    for _ in range(2):
        with site.acting() as act:
            keys.append(operations.instance_for(act, course_id=course.id).id)
    assert keys[0] == keys[1]
    with site.database.reading() as session:
        methods = [instance.method for instance, _ in instances_of(session, course.id)]
    assert methods == ["self", operations.METHOD]


def test_choosing_nobody_is_said_beside_the_form(
    app: Client, spaces: Spaces, people: People, course: MadeCourse, teacher: int
) -> None:
    people.person()
    app.sign_in(teacher)
    sent = {"role": "student", "csrf_token": app.token()}
    page = app.post(address(spaces, course), sent, status=422)
    assert "Choisissez au moins une personne" in page


def test_students_and_strangers_do_not_reach_the_page(
    app: Client, spaces: Spaces, people: People, course: MadeCourse
) -> None:
    student = people.person()
    spaces.enrol(student.id, course.id, method=operations.METHOD)
    assert app.get(address(spaces, course), status="*").status_int == 303
    assert app.sign_in(student.id).get(address(spaces, course), status="*").status_int == 403
    assert (
        app.other().sign_in(people.person().id).get(address(spaces, course), status="*").status_int
        == 404
    )


def test_enrolling_is_all_or_nobody(
    site: Site, spaces: Spaces, people: People, course: MadeCourse
) -> None:
    person = people.person()
    instance_id = spaces.instance(course.id, operations.METHOD)
    with pytest.raises(NotFound), site.acting() as act:
        operations.enrol_people(
            act, instance_id=instance_id, person_ids=[person.id, 10**6], role="student"
        )
    assert roles(site, course.id, person.id) == []
    with pytest.raises(Invalid), site.acting() as act:
        operations.enrol_people(
            act, instance_id=instance_id, person_ids=range(1, 200), role="student"
        )


def test_the_command_enrols_and_can_be_repeated(
    site: Site, people: People, course: MadeCourse
) -> None:
    person = people.person("zoe")
    arguments = argparse.Namespace(course=course.short_name, username="zoe", role="assistant")
    assert site.declared(Command)["enrol"].run is commands.enrol_person
    for _ in range(2):
        commands.enrol_person(site, arguments)
    assert roles(site, course.id, person.id) == ["assistant"]
    arguments.course = "nowhere"
    with pytest.raises(NotFound, match="nowhere"):
        commands.enrol_person(site, arguments)
