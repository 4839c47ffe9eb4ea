"""The page of a course as its readers see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from updago.kernel.app import Site
from updago.kernel.files.operations import Shelf, Upload, add_file
from updago.kernel.plugins.registry import Registered
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.models import Enrolment, Viewed
from updago.kernel.spaces.operations import (
    create_activity,
    edit_course,
    edit_section,
    make_placeholder,
)
from updago.kernel.text import RichText
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse
from updago.testing.web import Client, queries

STUDENT_BUDGET = 12


def essays(site: Site, course: MadeCourse, number: int, **fields: object) -> list[int]:
    with site.acting() as act:
        return [
            create_activity(
                act,
                course_id=course.id,
                section_id=course.section_ids[1],
                type="essay",
                name=f"Essay {n}",
                data={"topic": "Bees", "words": 100},
                **fields,  # type: ignore[arg-type]
            ).id
            for n in range(number)
        ]


def test_a_student_finds_sections_activities_and_what_comes_next(
    site: Site, app: Client, course: MadeCourse, student: Someone
) -> None:
    first, second = essays(site, course, 2)
    page = app.sign_in(student.id).get(f"/courses/{course.id}").html
    rows = page.select("ul.marge > li")
    assert [row["id"] for row in rows] == [f"a{first}", f"a{second}"]
    assert page.select_one(f"#a{first} a")["href"] == f"/study/essays/{first}"
    assert [row["id"] for row in page.select(".is-next")] == [f"a{first}"]
    assert "Course" in page.select_one("h1").text


def test_what_was_opened_counts_as_done_in_margin_and_summary(
    site: Site, app: Client, course: MadeCourse, student: Someone
) -> None:
    first, second = essays(site, course, 2)
    app.sign_in(student.id).get(f"/study/essays/{first}")
    site.touches.flush()
    page = app.get(f"/courses/{course.id}").html
    assert page.select_one(f"#a{first} .state.done")
    assert page.select_one(f"#a{second} .state.todo")
    assert page.select_one(".index header .num").text == "1 / 2"


def test_who_teaches_has_nothing_to_read(
    site: Site, app: Client, course: MadeCourse, teacher: Someone
) -> None:
    essay = essays(site, course, 1)[0]
    app.sign_in(teacher.id).get(f"/study/essays/{essay}")
    site.touches.flush()
    for path in (f"/courses/{course.id}", f"/courses/{course.id}/edit"):
        page = app.get(path).html
        assert page.select_one(f"#a{essay}")
        assert not page.select(".state.todo, .state.done, .is-next")
        assert "1 / 1" not in page.text
    assert "progress" not in str(app.get("/my").html.select_one("main"))


def test_a_course_that_tracks_nothing_counts_for_nobody(
    site: Site, app: Client, course: MadeCourse, student: Someone
) -> None:
    essays(site, course, 1)
    with site.acting() as act:
        edit_course(act, course_id=course.id, tracks_completion=False)
    page = app.sign_in(student.id).get(f"/courses/{course.id}").html
    assert not page.select(".state.todo, .is-next")


def test_a_type_that_tells_what_is_done_must_say_so(
    site: Site,
    app: Client,
    course: MadeCourse,
    student: Someone,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with site.acting() as act:
        create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[1],
            type="essay",
            name="Sent",
            data={"topic": "Bees", "words": student.id},
        )
    app.sign_in(student.id).get(f"/courses/{course.id}")
    kinds = site.declared(ActivityType)
    silent = replace(kinds["essay"], tells_done=False)
    monkeypatch.setitem(kinds._entries, "essay", Registered("study", silent))
    app.get(f"/courses/{course.id}", status=500)
    assert "essay tells what is done without declaring tells_done" in caplog.text


def test_what_the_course_is_about_stands_above_its_sections(
    site: Site, app: Client, course: MadeCourse, student: Someone
) -> None:
    essays(site, course, 1)
    with site.acting() as act:
        edit_course(act, course_id=course.id, summary=RichText.of("<p>Bees and flowers</p>"))
    page = app.sign_in(student.id).get(f"/courses/{course.id}").html
    assert page.select_one("main .card.prose").text == "Bees and flowers"


def test_the_first_time_of_opening_stays(
    site: Site, app: Client, course: MadeCourse, student: Someone
) -> None:
    (key,) = essays(site, course, 1)
    app.sign_in(student.id)
    seen = []
    for _ in range(2):
        app.get(f"/study/essays/{key}")
        site.touches.flush()
        with site.database.reading() as session:
            row = session.get_one(Viewed, (key, student.id))
            seen.append((row.first_at, row.last_at))
        site.clock.advance(timedelta(minutes=3))  # type: ignore[attr-defined] # a frozen clock
    assert seen[0][0] == seen[1][0]
    assert seen[0][1] < seen[1][1]


def test_a_visit_of_the_course_is_remembered(
    site: Site, app: Client, course: MadeCourse, student: Someone
) -> None:
    app.sign_in(student.id).get(f"/courses/{course.id}")
    site.touches.flush()
    with site.database.reading() as session:
        seen = session.query(Enrolment).filter_by(person_id=student.id).one().last_access_at
    assert seen == site.clock.now()


def test_the_state_of_the_type_comes_before_that_of_the_kernel(
    site: Site, app: Client, course: MadeCourse, student: Someone
) -> None:
    with site.acting() as act:
        key = create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[1],
            type="essay",
            name="Done by its type",
            data={"topic": "Bees", "words": student.id},
        ).id
    page = app.sign_in(student.id).get(f"/courses/{course.id}").html
    assert page.select_one(f"#a{key} .state.done").text.strip() == "Sent"


def test_hidden_activities_are_not_there_for_students(
    site: Site, app: Client, course: MadeCourse, student: Someone, teacher: Someone
) -> None:
    (hidden,) = essays(site, course, 1, visibility="hidden")
    (by_link,) = essays(site, course, 1, visibility="link")
    page = app.sign_in(student.id).get(f"/courses/{course.id}").html
    assert not page.select(f"#a{hidden}, #a{by_link}")
    app.get(f"/study/essays/{hidden}", status=404)
    app.get(f"/study/essays/{by_link}", status=200)
    page = app.other().sign_in(teacher.id).get(f"/courses/{course.id}").html
    assert page.select(f"#a{hidden}.is-off")


def test_what_waits_for_its_plugin_is_shown_and_explained(
    site: Site, app: Client, course: MadeCourse, student: Someone
) -> None:
    with site.acting() as act:
        key = make_placeholder(
            act,
            course_id=course.id,
            section_id=course.section_ids[0],
            waiting_type="quiz",
            name="Entrance test",
            waiting={},
        ).id
    page = app.sign_in(student.id).get(f"/courses/{course.id}").html
    assert "Entrance test" in page.select_one(f"#a{key}").text
    waiting = app.get(f"/activities/{key}").html
    assert "quiz" in waiting.select_one(".notice").text


def test_an_activity_with_a_page_has_no_waiting_page(
    site: Site, app: Client, course: MadeCourse, student: Someone
) -> None:
    (key,) = essays(site, course, 1)
    app.sign_in(student.id).get(f"/activities/{key}", status=404)


@pytest.mark.parametrize("number", [10, 200])
def test_the_budget_of_the_page_does_not_grow(
    site: Site, app: Client, course: MadeCourse, student: Someone, number: int
) -> None:
    essays(site, course, number)
    app.sign_in(student.id).get(f"/courses/{course.id}")
    with queries(site) as seen:
        app.get(f"/courses/{course.id}")
    assert len(seen) <= STUDENT_BUDGET - 4, str(seen)


def test_texts_of_sections_show_their_files_to_those_inside_only(
    site: Site, app: Client, course: MadeCourse, student: Someone, people: People
) -> None:
    section_id = course.section_ids[1]
    with site.acting() as act:
        stored = site.files.put(BytesIO(b"GIF89a"), 100)
        shelf = Shelf("core.section", course.id, item_id=section_id)
        file = add_file(act, Upload(stored, "a.gif", "image/gif"), shelf)
        html = f'<img src="@@file/{file.uid}/a.gif" alt="A">'
        edit_section(act, section_id=section_id, name="One", summary=RichText.of(html))
        address = f"/files/{file.uid}/a.gif"
    page = app.sign_in(student.id).get(f"/courses/{course.id}").html
    assert page.select_one(".section-intro img")["src"] == address
    app.get(address, status=200)
    app.other().sign_in(people.person().id).get(address, status=404)
