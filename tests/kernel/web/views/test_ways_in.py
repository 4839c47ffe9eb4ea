"""What plugins that sign people in add to the doors of the site and to the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy import update

from updago.kernel.accounts.commands import invite
from updago.kernel.accounts.declarations import AuthMethod
from updago.kernel.accounts.models import LoginSession
from updago.kernel.app import Site
from updago.kernel.plugins.manager import Plugin, discover
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.testing.factories.people import People
from updago.testing.web import Client

PROVIDER = "https://sso.example.org/logout"


class Provider(Plugin):
    """Signs people in elsewhere; its sessions are those of the tests."""

    manifest = Manifest("acme", "Acme", "1", "auth")

    @hookimpl
    def updago_auth_methods(self) -> Iterable[AuthMethod]:
        yield AuthMethod(
            "test",
            "The university",
            "core.login.guest",
            text="With the account of the university",
            on_logout=lambda _request, ticket: f"{PROVIDER}?ticket={ticket}" if ticket else None,
            recovery_route="core.landing.view",
        )


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(*discover(), Provider(), help_lines=[{"label": "Help", "href": "/help"}])


@pytest.fixture
def person(site: Site, app: Client) -> int:
    key = People(site).person().id
    app.sign_in(key)
    return key


def leave(app: Client) -> str:
    location: str = app.post("/logout", {"csrf_token": app.token()}, status=303).location
    return location


def test_the_page_of_one_way_leads_to_the_others(app: Client) -> None:
    page = app.get("/login/local?next=/courses").html
    beside = next(a for a in page.select("main a") if "next=%2Fcourses" in a["href"])
    assert "The university" in page.select_one("main").text
    assert beside["href"].startswith("/login/guest?")


def test_the_doors_lead_to_every_way_help_and_recovery(app: Client) -> None:
    page = app.get("/login").html
    assert "With the account of the university" in page.select_one("main").text
    assert any(a["href"] == "/" for a in page.select("main a"))
    assert any(a["href"] == "/help" for a in app.get("/").html.select("a"))


def test_leaving_goes_on_to_the_way_out_of_the_provider(
    site: Site, app: Client, person: int
) -> None:
    with site.database.writer.begin() as session:
        ticket = {"external_ticket": "T-1"}
        session.execute(
            update(LoginSession).where(LoginSession.person_id == person).values(**ticket)
        )
    assert leave(app) == f"{PROVIDER}?ticket=T-1"


@pytest.mark.usefixtures("person")
def test_without_a_ticket_leaving_leads_to_the_first_page(app: Client) -> None:
    assert leave(app) == "http://localhost/"


def test_a_way_without_a_name_for_its_door_is_called_by_its_title(app: Client) -> None:
    doors: Any = app.get("/login").html.select("main a")
    assert any("The university" in door.text for door in doors)


def test_a_link_comes_from_the_first_way_that_gives_one(site: Site) -> None:
    assert next(iter(site.declared(AuthMethod).enabled())) == "test"
    assert "/login/local/" in (invite(site, People(site).person().id) or "")
