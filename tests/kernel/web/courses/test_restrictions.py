"""Access restrictions: set by teachers in the forms, met or read by students."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.models import Activity, Section
from updago.kernel.spaces.operations.common import NO_TEXT
from updago.kernel.text import RichText
from updago.testing.factories.people import Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client

RICH = {"op": "!&", "c": [{"type": "date", "d": ">=", "t": 1}], "show": True}


@pytest.fixture
def desk(app: Client, teacher: Someone) -> Client:
    return app.sign_in(teacher.id)


@pytest.fixture
def reader(desk: Client, student: Someone) -> Client:
    return desk.other().sign_in(student.id)


@pytest.fixture
def sign(course: MadeCourse, spaces: Spaces) -> int:
    """An activity that shows its text on the page of the course."""
    return spaces.activity(course.id, course.section_ids[1], "sign", name="Sign")


@pytest.fixture
def essay(course: MadeCourse, spaces: Spaces) -> int:
    return spaces.activity(course.id, course.section_ids[1], "essay", name="Bees", meta={
        "topic": "Insects", "words": 100,
    })  # fmt: skip


def form_of(page: Any) -> Any:
    return next(form for form in page.forms.values() if "restrict_date_begins" in form.fields)


def edit(desk: Client, key: int) -> Any:
    return form_of(desk.get(f"/activities/{key}/edit"))


def tree_of(site: Site, key: int) -> Any:
    with site.database.reading() as session:
        return session.get_one(Activity, key).availability


def moment(clock: FrozenClock, **later: int) -> str:
    """A moment as the field takes it, in UTC, which is the zone of the tests."""
    return f"{clock.now() + timedelta(**later):%Y-%m-%dT%H:%M}"


def test_dates_are_set_shown_and_taken_away(
    desk: Client, site: Site, clock: FrozenClock, essay: int
) -> None:
    form = edit(desk, essay)
    form["restrict_date_begins"] = moment(clock, days=1)
    form["restrict_date_ends"] = moment(clock, days=2)
    form.submit(status=303)
    stored = tree_of(site, essay)
    assert [child["d"] for child in stored["c"]] == [">=", "<"]
    assert (stored["op"], stored["showc"]) == ("&", [True, True])
    again = edit(desk, essay)
    assert again["restrict_date_ends"].value == form["restrict_date_ends"].value
    again["restrict_date_begins"] = again["restrict_date_ends"] = ""
    again.submit(status=303)
    assert tree_of(site, essay) is None


def test_students_read_when_it_opens_and_cannot_open_it(
    desk: Client, reader: Client, course: MadeCourse, clock: FrozenClock, essay: int
) -> None:
    form = edit(desk, essay)
    form["restrict_date_begins"] = moment(clock, days=1)
    form.submit(status=303)
    row = reader.get(f"/courses/{course.id}").html.select_one(f"#a{essay}")
    assert not row.select("h3 a")
    assert "Non disponible avant" in row.select_one(".act-sub").text
    reader.get(f"/study/essays/{essay}", status=403)
    assert desk.get(f"/courses/{course.id}").html.select(f"#a{essay} h3 a")
    assert desk.get(f"/courses/{course.id}/edit").html.select(f"#a{essay} .badge")


def test_what_is_not_listed_is_missing_for_students(
    desk: Client, reader: Client, course: MadeCourse, clock: FrozenClock, essay: int
) -> None:
    form = edit(desk, essay)
    form["restrict_date_begins"], form["restrict_listed"] = moment(clock, days=1), "0"
    form.submit(status=303)
    assert not reader.get(f"/courses/{course.id}").html.select(f"#a{essay}")
    reader.get(f"/study/essays/{essay}", status=404)


def test_one_of_several_restrictions_can_be_enough(
    desk: Client,
    reader: Client,
    site: Site,
    course: MadeCourse,
    spaces: Spaces,
    clock: FrozenClock,
    student: Someone,
    essay: int,
) -> None:
    group = spaces.group(course.id, student.id)
    form = edit(desk, essay)
    form["restrict_date_begins"], form["restrict_how"] = moment(clock, days=1), "any"
    form.set("restrict_group_groups", True, index=0)
    form.submit(status=303)
    stored = tree_of(site, essay)
    assert (stored["op"], stored["show"]) == ("|", True)
    assert {"type": "group", "id": group} in stored["c"]
    reader.get(f"/study/essays/{essay}")
    assert edit(desk, essay)["restrict_how"].value == "any"


def test_fields_without_a_choice_are_not_asked(desk: Client, essay: int) -> None:
    fields = edit(desk, essay).fields
    assert not [n for n in fields if n and n.startswith(("restrict_group_", "restrict_grouping_"))]


def test_an_end_before_the_beginning_is_refused_at_its_field(
    desk: Client, site: Site, clock: FrozenClock, essay: int
) -> None:
    form = edit(desk, essay)
    form["restrict_date_begins"] = moment(clock, days=2)
    form["restrict_date_ends"] = moment(clock, days=1)
    page = form.submit(status=422)
    assert page.html.select_one("#f-restrict_date_ends-e")
    assert tree_of(site, essay) is None


def test_saving_loses_no_restriction_to_a_group_that_is_gone(
    desk: Client, site: Site, course: MadeCourse, spaces: Spaces, essay: int
) -> None:
    spaces.group(course.id)
    gone = spaces.group(course.id)
    form = edit(desk, essay)
    form.set("restrict_group_groups", True, index=1)
    form.submit(status=303)
    with site.acting() as act:
        do.delete_group(act, group_id=gone)
    edit(desk, essay).submit(status=303)
    assert tree_of(site, essay)["c"] == [{"type": "group", "id": gone}]


def test_restrictions_finer_than_the_form_stay_until_they_are_taken_away(
    desk: Client, site: Site, essay: int
) -> None:
    with site.acting() as act:
        do.edit_activity(act, activity_id=essay, name="Bees", intro=NO_TEXT, availability=RICH)
    page = desk.get(f"/activities/{essay}/edit")
    form = next(form for form in page.forms.values() if "restrict_drop" in form.fields)
    assert "restrict_date_begins" not in form.fields
    form.submit(status=303)
    assert tree_of(site, essay) == RICH
    page = desk.get(f"/activities/{essay}/edit")
    form = next(form for form in page.forms.values() if "restrict_drop" in form.fields)
    form["restrict_drop"] = True
    form.submit(status=303)
    assert tree_of(site, essay) is None


def test_a_closed_text_of_the_course_page_keeps_its_words_to_itself(
    desk: Client, reader: Client, site: Site, course: MadeCourse, clock: FrozenClock, sign: int
) -> None:
    at = int((clock.now() + timedelta(days=1)).timestamp())
    tree = {"op": "&", "c": [{"type": "date", "d": ">=", "t": at}]}
    with site.acting() as act:
        do.edit_activity(
            act, activity_id=sign, name="Sign", intro=RichText.of("<p>Secret</p>"),
            availability=tree,
        )  # fmt: skip
    row = reader.get(f"/courses/{course.id}").html.select_one(f"#a{sign}")
    assert "Secret" not in row.text
    assert "Non disponible avant" in row.text
    assert "Secret" in desk.get(f"/courses/{course.id}").html.select_one(f"#a{sign}").text


def test_a_restricted_section_says_why_and_shows_nothing_in_it(
    desk: Client,
    reader: Client,
    site: Site,
    course: MadeCourse,
    clock: FrozenClock,
    essay: int,
) -> None:
    path = f"/courses/{course.id}/sections/{course.section_ids[1]}/edit"
    form = form_of(desk.get(path))
    form["restrict_date_begins"], form["summary"] = moment(clock, days=1), "<p>Secret</p>"
    form.submit(status=303)
    with site.database.reading() as session:
        row = session.scalars(select(Section).where(Section.id == course.section_ids[1])).one()
        assert row.availability is not None
        assert row.availability["c"][0]["type"] == "date"
    page = reader.get(f"/courses/{course.id}")
    section = page.html.select_one(f"#s{course.section_ids[1]}")
    assert "Non disponible avant" in section.text
    assert "Secret" not in page
    assert not section.select(f"#a{essay}")
    assert form_of(desk.get(path))["restrict_date_begins"].value


def test_the_general_section_cannot_be_closed(desk: Client, course: MadeCourse) -> None:
    page = desk.get(f"/courses/{course.id}/sections/{course.section_ids[0]}/edit")
    assert not [f for f in page.forms.values() if "restrict_date_begins" in f.fields]
