"""Fields that begin with stored values, and what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from webtest import Upload

from tests.kernel.web.sample.routes import Box
from updago.kernel.accounts.models import Person
from updago.kernel.web.forms.messages import Words
from updago.kernel.web.forms.validators import Fits
from updago.kernel.web.parts import initials_of
from updago.testing.factories.people import Someone
from updago.testing.web import Client, main_form


@pytest.fixture
def form(sample: Client, anna: Someone, box: Box) -> Any:
    assert box.saved == []
    form = main_form(sample.sign_in(anna.id).get("/sample/more"))
    form["paper"] = Upload("paper.txt", b"paper", "text/plain")
    return form


def errors_of(page: Any) -> list[str]:
    return [error.get_text(strip=True) for error in page.html.select(".field .error")]


def test_stored_values_are_shown_as_they_are_typed_here(form: Any) -> None:
    assert form["weight"].value == "7,50"
    assert form["opens"].value == "2026-11-09T09:00"
    assert form["due"].value == "2026-11-13T23:59"
    assert "owner-email" in form.fields
    assert "send" not in form.fields


def test_a_deadline_of_another_zone_keeps_it_and_names_it(form: Any, box: Box) -> None:
    hint = form.html.select_one("#f-due-h")
    assert hint.text.strip() == "On time. America/New_York"
    form["due"] = "2026-11-14T12:00"
    form.submit(status=303)
    assert str(box.saved[0]["due"]) == "2026-11-14T12:00:00[America/New_York]"


def test_an_instant_is_typed_in_the_zone_of_the_person(form: Any, box: Box) -> None:
    form["opens"] = "2026-07-01T08:30"
    form.submit(status=303)
    assert box.saved[0]["opens"] == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    assert box.saved[0]["weight"] == Decimal("7.50")


@pytest.mark.parametrize(
    ("name", "typed"),
    [("opens", "soon"), ("due", "9999-12-31T23:59"), ("owner-email", "nobody"), ("weight", "x")],
)
def test_what_cannot_be_read_is_refused_as_it_was_typed(form: Any, name: str, typed: str) -> None:
    form[name].force_value(typed)
    page = form.submit(status=422)
    assert len(errors_of(page)) == 1
    assert main_form(page)[name].value == typed


def test_a_file_that_must_be_sent_may_have_been_sent_before(form: Any, box: Box) -> None:
    form["weight"] = "much"
    again = main_form(form.submit(status=422))
    again["weight"] = "1"
    again.submit(status=303)
    assert box.saved[0]["paper"].name == "paper.txt"


def test_a_missing_file_is_refused(sample: Client, form: Any) -> None:
    fresh = main_form(sample.get("/sample/more"))
    assert fresh.action == form.action
    assert len(errors_of(fresh.submit(status=422))) == 1


def test_a_text_in_the_place_of_a_file_is_no_file(sample: Client, form: Any, box: Box) -> None:
    fields = {name: form[name].value for name in ("csrf_token", "weight", "_once")}
    page = sample.post("/sample/more", {**fields, "paper": "paper.txt"}, status=422)
    assert page.html.select_one("#f-paper-e")
    assert not box.saved


def test_a_refusal_is_told_once_however_often_the_page_asks(form: Any) -> None:
    form["owner-email"] = "taken@example.org"
    page = form.submit(status=422)
    assert page.text.count("This address is taken.") == 1


def test_only_a_text_has_a_length() -> None:
    with pytest.raises(TypeError, match="no length"):
        Fits(Person.id)


def test_a_counted_message_of_the_library_that_is_not_ours_stays_as_it_is(sample: Client) -> None:
    words = Words(sample.site.catalogues.translator("fr"))
    assert words.ngettext("One %d sign.", "%d signs.", 1) == "One %d sign."
    assert words.ngettext("One %d sign.", "%d signs.", 2) == "%d signs."


def test_a_file_whose_content_is_gone_must_be_sent_again(sample: Client, form: Any) -> None:
    form["weight"] = "much"
    again = main_form(form.submit(status=422))
    (stored,) = sample.site.files.contents()
    sample.site.files.delete(stored.sha256)
    again["weight"] = "1"
    page = again.submit(status=422)
    assert page.html.select_one("#f-paper-e")


@pytest.mark.parametrize(
    ("name", "initials"),
    [("", "?"), (" ", "?"), ("Ada", "A"), ("ada de lovelace", "AL"), ("Élise Œuvrard", "ÉŒ")],
)
def test_initials_are_those_of_the_first_and_the_last_word(name: str, initials: str) -> None:
    assert initials_of(name) == initials
