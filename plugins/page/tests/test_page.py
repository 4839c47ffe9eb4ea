from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from plugins.page.queries import documents
from updago.api import spaces as operations
from updago.api.clock import FrozenClock
from updago.api.text import RichText
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client

CONTENT = RichText.of("<p>La <b>mitose</b> en quatre phases.</p>")


@pytest.fixture
def made(app: Client) -> dict[str, int]:
    """A course with a page, a student of it and a person who is not in it."""
    spaces, people = Spaces(app.site), People(app.site)
    course = spaces.course()
    student, stranger = people.person(), people.person()
    spaces.enrol(student.id, course.id, method="manual")
    with app.site.acting() as act:
        page = operations.create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[1],
            type="page",
            name="Mitose",
            data={"content": CONTENT, "shows_changed": True},
        )
        key = page.id
    return {"course": course.id, "page": key, "student": student.id, "stranger": stranger.id}


def test_a_student_reads_the_text(app: Client, made: dict[str, int]) -> None:
    response = app.sign_in(made["student"]).get(f"/page/{made['page']}")

    assert "<b>mitose</b>" in response.text
    assert response.html.h1.text.strip() == "Mitose"


def test_opening_the_page_is_noted_after_the_view(app: Client, made: dict[str, int]) -> None:
    app.sign_in(made["student"]).get(f"/page/{made['page']}")
    app.site.touches.flush()

    course = app.get(f"/courses/{made['course']}")

    row = course.html.find(id=f"a{made['page']}")
    assert "done" in row.find(class_="state")["class"]


def test_a_stranger_cannot_tell_the_page_from_a_missing_one(
    app: Client, made: dict[str, int]
) -> None:
    app.sign_in(made["stranger"])

    foreign: Any = app.get(f"/page/{made['page']}", status=404)
    missing: Any = app.get("/page/999999", status=404)

    assert foreign.html.h1.text == missing.html.h1.text


def test_search_reads_texts_that_changed_and_are_there(
    app: Client, made: dict[str, int], clock: FrozenClock
) -> None:
    def found(since: datetime | None = None) -> list[tuple[int, str, str]]:
        with app.site.database.reading() as session:
            rows = documents(session, since)
            return [(row.activity_id, row.title, row.text) for row in rows]

    old = (made["page"], "Mitose", "La mitose en quatre phases.")
    assert found() == [old]
    assert found(clock.now()) == []
    clock.advance(timedelta(days=1))
    with app.site.acting() as act:
        copy = operations.duplicate_activity(act, activity_id=made["page"]).id
    assert found(clock.now() - timedelta(hours=1)) == [(copy, *old[1:])]
    with app.site.acting() as act:
        operations.delete_activity(act, activity_id=copy)
    assert found() == [old]


def test_a_duplicate_has_the_same_text(app: Client, made: dict[str, int]) -> None:
    with app.site.acting() as act:
        copy = operations.duplicate_activity(act, activity_id=made["page"]).id

    response = app.sign_in(made["student"]).get(f"/page/{copy}")

    assert "<b>mitose</b>" in response.text
