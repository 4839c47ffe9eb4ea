"""A person's own sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.testing.factories.people import People, Someone
from updago.testing.web import Client, queries


@pytest.fixture
def ada(site: Site) -> Someone:
    """A person."""
    return People(site).person("ada")


def ids(client: Client) -> list[str]:
    """The addresses that end the sessions of the page."""
    page = client.get("/sessions")
    return [form["action"] for form in page.html.select("td form")]


def test_a_session_elsewhere_can_be_ended(app: Client, ada: Someone, clock: FrozenClock) -> None:
    elsewhere = app.other().sign_in(ada.id)
    clock.advance(timedelta(minutes=1))
    app.sign_in(ada.id)
    newest, oldest = ids(app)
    assert newest != oldest
    app.post(oldest, {"csrf_token": app.token()})
    assert elsewhere.get("/").status_int == 200
    assert app.get("/").status_int == 303


def test_all_others_end_together_and_this_one_stays(app: Client, ada: Someone) -> None:
    elsewhere = app.other().sign_in(ada.id)
    app.sign_in(ada.id)
    app.post("/sessions/others", {"csrf_token": app.token()})
    assert elsewhere.get("/").status_int == 200
    assert app.get("/").status_int == 303
    assert len(ids(app)) == 1


def test_nobody_ends_the_session_of_another(site: Site, app: Client, ada: Someone) -> None:
    stranger = app.other().sign_in(People(site).person("eve").id)
    app.sign_in(ada.id)
    address = ids(app)[0]
    foreign = stranger.post(address, {"csrf_token": stranger.token()}, status=404)
    missing = stranger.post("/sessions/999999/end", {"csrf_token": stranger.token()}, status=404)
    assert foreign.html.h1.text == missing.html.h1.text
    assert app.get("/").status_int == 303


def test_strangers_are_asked_to_sign_in(app: Client) -> None:
    assert app.get("/sessions").location.endswith("/login?next=/sessions")


def test_many_sessions_cost_as_little_as_one(site: Site, app: Client, ada: Someone) -> None:
    app.sign_in(ada.id)
    app.get("/sessions")
    site.state.expire()
    with queries(site) as one:
        app.get("/sessions")
    for _ in range(5):
        app.other().sign_in(ada.id)
    site.state.expire()
    with queries(site) as many:
        app.get("/sessions")
    assert len(many) == len(one) <= 12
