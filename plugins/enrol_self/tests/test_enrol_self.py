"""People enrol themselves: keys, windows, limits, and the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from plugins.enrol_self.forms import OptionsForm
from plugins.enrol_self.operations import METHOD, enter
from updago.api.clock import FrozenClock
from updago.api.commands import Site
from updago.api.errors import Invalid, NotFound
from updago.api.spaces import GroupMember, add_instance, enrolments_of, suspend
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client, main_form


@pytest.fixture
def people(site: Site) -> People:
    return People(site)


@pytest.fixture
def spaces(site: Site) -> Spaces:
    return Spaces(site)


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    return spaces.course()


def way_in(site: Site, course: MadeCourse, **options: Any) -> int:
    enabled = options.pop("enabled", True)
    with site.acting() as act:
        return add_instance(
            act, course_id=course.id, method=METHOD, options=options, enabled=enabled
        ).id


def come_in(site: Site, instance_id: int, person_id: int, key: str = "") -> int:
    with site.acting(person_id) as act:
        return enter(act, instance_id=instance_id, person_id=person_id, key=key).id


def test_without_a_key_everybody_enters(site: Site, people: People, course: MadeCourse) -> None:
    person = people.person()
    come_in(site, way_in(site, course), person.id)
    with site.database.reading() as session:
        held = enrolments_of(session, course.id, person.id)
    assert [(e.role, e.ends_at, method) for e, method in held] == [("student", None, METHOD)]


@pytest.mark.parametrize("typed", ["", "Sesame", "sesam", "sésame", "sesame2"])
def test_a_wrong_key_is_refused_at_its_field(
    typed: str, site: Site, people: People, course: MadeCourse
) -> None:
    instance, person = way_in(site, course, key="sesame"), people.person()
    with pytest.raises(Invalid, match="not the key") as refusal:
        come_in(site, instance, person.id, typed)
    assert refusal.value.field == "key"
    come_in(site, instance, person.id, " sesame ")


def test_the_key_of_a_group_also_puts_into_the_group(
    site: Site, spaces: Spaces, people: People, course: MadeCourse
) -> None:
    group = spaces.group(course.id, enrolment_key="lab-a")
    spaces.group(course.id, enrolment_key="lab-b")
    closed, opened = (
        way_in(site, course, key="k"),
        way_in(site, course, key="k", takes_group_keys=True),
    )
    person = people.person()
    with pytest.raises(Invalid):
        come_in(site, closed, person.id, "lab-a")
    come_in(site, opened, person.id, "lab-a")
    with site.database.reading() as session:
        assert session.get(GroupMember, (group, person.id)) is not None


def test_the_window_opens_and_closes(
    site: Site, people: People, clock: FrozenClock, course: MadeCourse
) -> None:
    opens, closes = clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=2)
    instance = way_in(site, course, opens_at=opens.isoformat(), closes_at=closes.isoformat())
    with pytest.raises(Invalid, match="not open yet"):
        come_in(site, instance, people.person().id)
    clock.advance(timedelta(hours=1))
    come_in(site, instance, people.person().id)
    clock.advance(timedelta(hours=1))
    with pytest.raises(Invalid, match="is closed"):
        come_in(site, instance, people.person().id)


def test_the_last_place_goes_to_one_person(site: Site, people: People, course: MadeCourse) -> None:
    instance = way_in(site, course, most=1)
    come_in(site, instance, people.person().id)
    with pytest.raises(Invalid, match="full"):
        come_in(site, instance, people.person().id)


def test_an_enrolment_ends_after_the_days_it_lasts(
    site: Site, people: People, clock: FrozenClock, course: MadeCourse
) -> None:
    person = people.person()
    come_in(site, way_in(site, course, days=30), person.id)
    with site.database.reading() as session:
        enrolment, _ = enrolments_of(session, course.id, person.id)[0]
    assert enrolment.ends_at == clock.now() + timedelta(days=30)


def test_who_is_suspended_cannot_come_in_again(
    site: Site, people: People, course: MadeCourse
) -> None:
    instance, person = way_in(site, course), people.person()
    enrolment = come_in(site, instance, person.id)
    with pytest.raises(Invalid, match="already"):
        come_in(site, instance, person.id)
    with site.acting() as act:
        suspend(act, enrolment_id=enrolment)
    with pytest.raises(Invalid, match="suspended"):
        come_in(site, instance, person.id)


def test_a_way_in_that_is_off_lets_nobody_in(
    site: Site, people: People, course: MadeCourse
) -> None:
    with pytest.raises(Invalid, match="closed"):
        come_in(site, way_in(site, course, enabled=False), people.person().id)
    with pytest.raises(NotFound):
        come_in(site, 10**6, people.person().id)


def test_a_person_enters_by_the_page(
    app: Client, site: Site, people: People, course: MadeCourse
) -> None:
    instance, person = way_in(site, course, key="sesame"), people.person()
    app.sign_in(person.id)
    assert app.get(f"/courses/{course.id}", status="*").status_int != 200
    form = main_form(app.get(f"/enrol_self/{instance}"))
    form["key"] = "wrong"
    refused = form.submit(status=422)
    assert "Ce n’est pas la clé" in refused
    form = main_form(refused)
    form["key"] = "sesame"
    answer = form.submit()
    assert answer.status_int == 303
    assert answer.follow().status_int == 200


def test_ten_wrong_keys_close_this_way_in_for_a_while(
    app: Client, site: Site, people: People, course: MadeCourse
) -> None:
    instance = way_in(site, course, key="sesame")
    other = way_in(site, course, key="sesame")
    app.sign_in(people.person().id)
    form = main_form(app.get(f"/enrol_self/{instance}"))
    for _ in range(10):
        form["key"] = "wrong"
        form.submit(status=422)
    form["key"] = "sesame"
    assert "Attendez cinq minutes" in form.submit(status=429)
    form = main_form(app.get(f"/enrol_self/{other}"))
    form["key"] = "sesame"
    assert form.submit().status_int == 303


def test_the_page_hides_with_its_course_and_asks_strangers_to_sign_in(
    app: Client, site: Site, spaces: Spaces, people: People
) -> None:
    hidden = spaces.course(visibility="hidden")
    shown = spaces.course()
    assert app.get(f"/enrol_self/{way_in(site, shown)}", status="*").status_int == 303
    app.sign_in(people.person().id)
    assert app.get(f"/enrol_self/{way_in(site, hidden)}", status="*").status_int == 404
    off = way_in(site, shown, enabled=False)
    assert app.get(f"/enrol_self/{off}", status="*").status_int == 404


def test_options_are_json_values_and_come_back(clock: FrozenClock) -> None:
    stored = {"key": "k", "opens_at": clock.now().isoformat(), "days": 3}
    form = OptionsForm(data=stored)
    assert form.data["opens_at"] == stored["opens_at"]
    assert (form.data["key"], form.data["days"], form.data["most"]) == ("k", 3, None)


def test_whom_one_way_suspended_no_other_way_lets_in(
    site: Site, people: People, spaces: Spaces, course: MadeCourse
) -> None:
    person = people.person()
    spaces.enrol(person.id, course.id, method="manual", state="suspended")
    with pytest.raises(Invalid, match="suspended"):
        come_in(site, way_in(site, course), person.id)


def test_who_is_in_by_another_way_may_enrol_too(
    site: Site, people: People, spaces: Spaces, course: MadeCourse
) -> None:
    person = people.person()
    spaces.enrol(person.id, course.id, method="manual")
    come_in(site, way_in(site, course), person.id)
    with site.database.reading() as session:
        assert len(enrolments_of(session, course.id, person.id)) == 2
