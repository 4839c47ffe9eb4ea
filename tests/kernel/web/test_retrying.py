from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from updago.testing.factories.people import Someone
from updago.testing.web import Client, main_form


def send(client: Client, **expected: Any) -> Any:
    form = main_form(client.get("/sample/form"))
    form["title"] = "mine"
    return form.submit(**expected)


@pytest.fixture
def failing(sample: Client, anna: Someone) -> Callable[[str], Client]:
    """A function that signs Anna in on a site whose database goes away at that event."""

    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("the connection is lost"))

    def sign_in(name: str) -> Client:
        client = sample.sign_in(anna.id)
        event.listen(sample.site.database.write_engine, name, fail)
        return client

    return sign_in


def test_a_commit_that_fails_is_answered_with_a_page(failing: Callable[[str], Client]) -> None:
    page = send(failing("commit"), status=503)
    assert page.headers["Retry-After"]
    assert page.html.main.find("h1")


def test_a_connection_that_dies_when_all_is_said_does_not_spoil_the_answer(
    sample: Client, anna: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sample.sign_in(anna.id)
    dialect = sample.site.database.read_engine.dialect

    def fail(_connection: object) -> None:
        raise dialect.loaded_dbapi.OperationalError("the connection is lost")

    monkeypatch.setattr(dialect, "do_rollback", fail)
    monkeypatch.setattr(dialect, "is_disconnect", lambda *_: True)
    client.get("/sample/open", status=200)


def test_whoever_asks_is_looked_up_where_a_failure_has_a_page(
    sample: Client, anna: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sample.sign_in(anna.id)
    form = main_form(client.get("/sample/form"))

    def fail(_connection: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("the connection is lost"))

    event.listen(sample.site.database.read_engine, "begin", fail)
    page = form.submit(status=503)
    event.remove(sample.site.database.read_engine, "begin", fail)
    assert page.headers["Retry-After"]
