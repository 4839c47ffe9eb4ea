"""How answers look on the way out: compressed, as JSON, as one line in the log."""

from __future__ import annotations

import gzip
import json
import logging
import sys
from typing import Any

import brotli
import pytest
from sqlalchemy import update

from updago.kernel.accounts.models import Person
from updago.kernel.web.logs import OneLine
from updago.testing.factories.people import Someone
from updago.testing.web import Client, main_form


@pytest.mark.parametrize(
    ("accepts", "encoding", "undo"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_a_page_is_compressed_as_the_browser_can_undo_it(
    sample: Client, accepts: str, encoding: str | None, undo: Any
) -> None:
    request = sample.RequestClass.blank("/sample/open", headers={"Accept-Encoding": accepts})
    answer = request.get_response(sample.wsgi)
    assert answer.headers.get("Content-Encoding") == encoding
    assert b"</html>" in undo(answer.body)
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_short_answer_is_left_as_it_is(sample: Client, anna: Someone) -> None:
    sample.sign_in(anna.id)
    answer = sample.get("/sample/empty", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "as_json"),
    [
        ({"X-Requested-With": "XMLHttpRequest"}, True),
        ({"Accept": "application/json"}, True),
        ({"Accept": "text/html, application/json;q=0.9"}, False),
        ({"Accept": "image/png"}, False),
        ({}, False),
    ],
)
def test_a_program_gets_json_and_a_person_a_page(
    sample: Client, headers: dict[str, str], *, as_json: bool
) -> None:
    answer = sample.get("/nowhere", headers=headers, status=404)
    assert (answer.content_type == "application/json") is as_json


def test_an_error_of_the_machine_tells_nothing_but_a_full_disk(
    sample: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.kernel.web.sample.routes.errno.ENOSPC", 5)
    page = sample.get("/sample/disk", status=500)
    assert "No space" not in page.text


def test_a_redirect_that_is_raised_is_followed_and_a_refusal_is_a_page(
    sample: Client, anna: Someone
) -> None:
    sample.sign_in(anna.id)
    assert sample.get("/sample/away", status=303).location == "http://localhost/sample/open"
    assert sample.get("/sample/nothing", status=404).html.main.find("h1")


def test_a_time_zone_that_is_gone_leaves_universal_time(sample: Client, anna: Someone) -> None:
    with sample.site.database.writer.begin() as session:
        session.execute(
            update(Person).where(Person.id == anna.id).values(timezone="Mars/Olympus_Mons")
        )
    form = main_form(sample.sign_in(anna.id).get("/sample/more"))
    assert form["opens"].value == "2026-11-09T08:00"


def test_a_get_has_nobody_who_writes(sample: Client, anna: Someone) -> None:
    sample.sign_in(anna.id).get("/sample/writes", status=500)


def logged(message: str, **more: Any) -> dict[str, Any]:
    record = logging.LogRecord("waitress", logging.WARNING, "x.py", 1, message, (), **more)
    line = OneLine().format(record)
    assert "\n" not in line
    facts: dict[str, Any] = json.loads(line)
    assert facts.pop("at")
    return facts


def test_what_the_library_logs_becomes_an_event_of_one_line() -> None:
    assert logged("two\nlines", exc_info=None) == {
        "event": "two\nlines",
        "level": "warning",
        "logger": "waitress",
    }


def test_an_event_of_ours_stays_what_it_is() -> None:
    assert logged('{"event": "x", "n": 1}', exc_info=None) == {"event": "x", "n": 1}
    assert logged("17", exc_info=None) == {"event": "17"}


def test_a_traceback_stands_in_the_same_line() -> None:
    try:
        json.loads("[")
    except ValueError:
        facts = logged("failed", exc_info=sys.exc_info())
    assert facts["exception"].startswith("Traceback")
    assert "JSONDecodeError" in facts["exception"].splitlines()[-1]
