from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from webtest import TestResponse, Upload

from tests.kernel.web.sample.routes import Box
from updago.kernel.clock import LocalDeadline
from updago.kernel.text import RichText
from updago.testing.factories.people import Someone
from updago.testing.web import Client, main_form

PAGE = "/sample/form"


@pytest.fixture
def form(sample: Client, anna: Someone) -> Any:
    return main_form(sample.sign_in(anna.id).get(PAGE))


def errors_of(page: TestResponse) -> list[str]:
    return [error.get_text(strip=True) for error in page.html.select(".field .error")]


def test_what_is_typed_arrives_as_values(form: Any, box: Box) -> None:
    form["title"] = " été "
    form["text"] = "<p>un <b>mot</b><script>x()</script></p>"
    form["amount"] = "1 204,5"
    form["due"] = "2026-11-13T23:59"
    form["kind"] = "b"
    form["loud"] = True
    form["file"] = Upload("notes.txt", b"hello", "text/plain")
    form.submit(status=303)
    saved = box.saved[0]
    assert saved["text"] == RichText.of("<p>un <b>mot</b></p>")
    assert saved["amount"] == Decimal("1204.5")
    assert saved["due"] == LocalDeadline.parse("2026-11-13T23:59[Europe/Paris]")
    assert (saved["kind"], saved["loud"], saved["file"].name) == ("b", True, "notes.txt")


def test_text_without_markup_becomes_paragraphs(form: Any, box: Box) -> None:
    form["text"] = "one & two\r\n\r\nthree"
    form.submit(status=303)
    assert box.saved[0]["text"] == RichText.plain("one & two\n\nthree")


def test_a_refused_form_comes_back_with_everything_typed(
    form: Any, box: Box, sample: Client
) -> None:
    form["title"] = "x" * 21
    form["text"] = "kept words"
    form["amount"] = "many"
    form["due"] = "2026-02-30T10:00"
    form["kind"] = "b"
    form["loud"] = True
    form["file"] = Upload("notes.txt", b"hello", "text/plain")
    page = form.submit(status=422)
    again = main_form(page)
    assert len(errors_of(page)) == 3
    assert again["title"].value == "x" * 21
    assert again["text"].value.strip() == "kept words"
    assert (again["amount"].value, again["kind"].value, again["loud"].checked) == (
        "many",
        "b",
        True,
    )
    assert not box.saved
    again["title"], again["amount"], again["due"] = "short", "7.5", ""
    again.submit(status=303)
    assert box.saved[0]["file"].name == "notes.txt"
    assert sample.site.files.has(box.saved[0]["file"].stored.sha256)


def test_a_file_that_is_too_large_is_refused_beside_its_field(form: Any, box: Box) -> None:
    form["title"] = "typed"
    form["file"] = Upload("big.bin", b"0" * 2_000_001, "application/octet-stream")
    page = form.submit(status=413)
    assert main_form(page)["title"].value == "typed"
    assert len(errors_of(page)) == 1
    assert not box.saved


def test_a_refusal_of_the_operation_is_shown_on_top(form: Any, box: Box) -> None:
    form["title"] = "taken"
    page = form.submit(status=409)
    assert "Somebody took taken." in page.html.select_one(".notice.bad").text
    assert main_form(page)["title"].value == "taken"
    assert not box.saved


def test_a_refusal_that_names_a_field_is_shown_beside_it(form: Any) -> None:
    form["title"] = "odd"
    assert errors_of(form.submit(status=422)) == ["This title is odd."]


def test_a_refused_form_does_not_hold_the_writer(form: Any, sample: Client) -> None:
    form["title"] = "taken"
    form.submit(status=409)
    with sample.site.acting() as act:
        act.session.connection()


def test_a_form_carries_what_makes_sending_twice_harmless(form: Any, sample: Client) -> None:
    once = form["_once"].value
    form["title"] = ""
    assert main_form(form.submit(status=422))["_once"].value == once
    assert main_form(sample.get(PAGE))["_once"].value != once


def test_the_version_that_was_seen_comes_back(form: Any) -> None:
    assert form["version"].value == "3"
    form["title"] = ""
    form["version"].force_value("2")
    assert main_form(form.submit(status=422))["version"].value == "2"


@pytest.mark.parametrize(("name", "value"), [("version", "x"), ("_once", "x" * 81)])
def test_hidden_fields_that_were_changed_are_refused(form: Any, name: str, value: str) -> None:
    form[name].force_value(value)
    form["title"] = "taken"
    assert 400 <= form.submit(status="*").status_int < 500


def test_a_file_of_another_account_cannot_be_claimed(
    sample: Client, form: Any, box: Box, people: Any
) -> None:
    form["title"] = ""
    form["file"] = Upload("mine.txt", b"mine", "text/plain")
    token = main_form(form.submit(status=422))["file.kept"].value
    other = sample.other()
    theirs = main_form(other.sign_in(people.person().id).get(PAGE))
    fields = {**dict(theirs.submit_fields()), "title": "x", "file.kept": token}
    fields.pop("file", None)
    other.post(PAGE, fields, status=303)
    assert box.saved[-1]["file"] is None


def test_messages_are_in_the_language_of_the_person(form: Any) -> None:
    form["title"] = ""
    assert errors_of(form.submit(status=422)) == ["Remplissez ce champ."]


def test_the_decimal_mark_is_that_of_the_language(sample: Client, form: Any) -> None:
    assert form["amount"].attrs["inputmode"] == "decimal"
    assert form["title"].attrs["maxlength"] == "20"
