"""The doors, guests, and the way out."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from updago.kernel.accounts.operations import suspend_person
from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.testing.factories.people import People
from updago.testing.web import Client, queries


@pytest.mark.parametrize(
    "evil",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "\\evil",
     "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", " //evil.example", ""],
)  # fmt: skip
def test_the_wanted_page_is_a_path_of_this_site(app: Client, evil: str) -> None:
    page = app.get(f"/login/guest?next={quote(evil, safe='')}")
    form = next(form for form in page.forms.values() if form.action == "/login/guest")
    assert form["next"].value == "/my"
    form["next"].force_value(evil)
    assert form.submit().location == "http://localhost/courses"


def test_whoever_is_signed_in_goes_on_to_their_page(site: Site, app: Client) -> None:
    app.sign_in(People(site).person().id)
    assert app.get("/").location == "http://localhost/my"
    assert app.get("/login?next=/courses").location == "http://localhost/courses"


def test_a_guest_looks_around_and_leaves(site: Site, app: Client) -> None:
    page = app.get("/login/guest")
    answer = next(f for f in page.forms.values() if f.action == "/login/guest").submit()
    assert answer.status_int == 303
    assert app.get("/logout").status_int == 200
    leave = app.post("/logout", {"csrf_token": app.token()})
    assert leave.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert app.get("/logout").status_int == 303


def test_signing_out_ends_the_session_in_the_database_too(site: Site, app: Client) -> None:
    app.sign_in(People(site).person().id)
    stolen = app.cookies["updago"]
    app.post("/logout", {"csrf_token": app.token()})
    thief = app.other()
    thief.set_cookie("updago", stolen)
    assert thief.get("/").status_int == 200


def test_signing_out_needs_a_token(site: Site, app: Client) -> None:
    app.sign_in(People(site).person().id)
    assert app.post("/logout", status="*").status_int in {400, 403}
    assert app.get("/").status_int == 303


def test_suspending_a_person_ends_their_visit(site: Site, app: Client) -> None:
    person = People(site).person()
    app.sign_in(person.id)
    with site.acting() as act:
        suspend_person(act, person_id=person.id)
    assert app.get("/").status_int == 200


@pytest.mark.parametrize("cookie", ["x", "", "gASVAAAA", "é", "W10=" * 900, "null"])
def test_a_forged_cookie_is_anonymous(app: Client, cookie: str) -> None:
    assert app.get("/", headers={"Cookie": f"updago={quote(cookie)}"}).status_int == 200


def test_using_the_site_is_noted_every_five_minutes_only(
    site: Site, app: Client, clock: FrozenClock
) -> None:
    app.sign_in(People(site).person().id)
    site.touches.flush()
    with queries(site) as seen:
        app.get("/")
        site.touches.flush()
    assert not [text for text in seen.statements if text.startswith("UPDATE")]
    clock.advance(timedelta(minutes=5))
    with queries(site) as seen:
        app.get("/")
        site.touches.flush()
    assert len([text for text in seen.statements if text.startswith("UPDATE")]) == 1
