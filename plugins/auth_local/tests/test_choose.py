"""Links to choose a password: good once, for a day, and out of the address at once."""

from __future__ import annotations

import io
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from sqlalchemy import select

from plugins.auth_local.commands import invite
from plugins.auth_local.hashing import Hasher
from plugins.auth_local.models import ChoiceLink
from plugins.auth_local.operations import LinkSpent, choose_password, store_password
from updago.api.clock import FrozenClock
from updago.api.commands import Command, Site
from updago.api.errors import Invalid, NotFound
from updago.testing.factories.people import People, Someone
from updago.testing.web import Client

NEW = "un long mot de passe neuf"


@pytest.fixture
def site(client: Client) -> Site:
    """The site of the browser."""
    return client.site


@pytest.fixture
def person(site: Site) -> Someone:
    """A person who has no way in yet."""
    return People(site).person("grace")


def fill(page: Any, password: str = NEW, again: str = NEW) -> Any:
    form = page.forms[0]
    form["password"], form["again"] = password, again
    return form.submit(status="*")


def command(site: Site, *words: str) -> Any:
    declared = site.declared(Command)["users set-password"]
    parser = ArgumentParser()
    assert declared.arguments is not None
    declared.arguments(parser)
    return declared.run(site, parser.parse_args(words))


def test_the_command_prints_a_link_instead_of_asking(
    client: Client, site: Site, person: Someone
) -> None:
    printed = command(site, "grace", "--link")
    assert printed["username"] == "grace"
    path = printed["link"].partition(client.site.settings.base_url or ":6543")[2]
    assert fill(client.get(path).follow()).location == "http://localhost/my"


def test_on_a_terminal_the_password_is_not_shown(
    site: Site, person: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Mock(isatty=lambda: True))
    monkeypatch.setattr("getpass.getpass", lambda: NEW)
    assert command(site, "grace") == {"username": person.username}


def test_nobody_gets_a_password_who_does_not_exist(site: Site) -> None:
    with pytest.raises(NotFound), site.acting() as act:
        store_password(act, person_id=999_999, encoded="x")


def test_a_link_gives_a_password_and_lets_in(client: Client, site: Site, person: Someone) -> None:
    answer = client.get(invite(site, person.id))
    assert answer.location == "http://localhost/login/local/choose"
    page = answer.follow()
    assert page.forms[0]["username"].value == "grace"
    assert fill(page).location == "http://localhost/my"
    assert client.get("/").status_int == 303


def test_a_link_is_good_once(client: Client, site: Site, person: Someone) -> None:
    link = invite(site, person.id)
    fill(client.get(link).follow())
    other = client.other()
    assert other.get(link).follow(status="*").status_int == 410


def test_of_two_posts_at_once_one_succeeds(site: Site, person: Someone, hasher: Hasher) -> None:
    token = invite(site, person.id).partition("token=")[2]
    encoded = hasher.hash(NEW)

    def use(_: int) -> bool:
        try:
            with site.acting() as act:
                choose_password(act, token=token, encoded=encoded)
        except LinkSpent:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, range(2))) == [False, True]


def test_a_link_ends_to_the_second(
    client: Client, site: Site, person: Someone, clock: FrozenClock
) -> None:
    link = invite(site, person.id)
    clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert client.get(link).follow().status_int == 200
    clock.advance(timedelta(seconds=1))
    assert client.get(link).follow(status="*").status_int == 410


def test_a_newer_link_and_a_new_password_kill_the_older_link(
    client: Client, site: Site, person: Someone, hasher: Hasher
) -> None:
    first, second = invite(site, person.id), invite(site, person.id)
    assert client.get(first).follow(status="*").status_int == 410
    with site.acting() as act:
        store_password(act, person_id=person.id, encoded=hasher.hash(NEW))
    assert client.get(second).follow(status="*").status_int == 410


def test_the_database_keeps_no_token(site: Site, person: Someone) -> None:
    token = invite(site, person.id).partition("token=")[2]
    with site.database.reading() as session:
        assert session.scalars(select(ChoiceLink.token_hash)).one() != token


@pytest.mark.parametrize(("password", "again"), [("short", "short"), (NEW, NEW + "!"), ("", "")])
def test_a_refused_password_leaves_the_link_good(
    client: Client, site: Site, person: Someone, password: str, again: str
) -> None:
    page = client.get(invite(site, person.id)).follow()
    refused = fill(page, password, again)
    assert refused.status_int == 422
    assert fill(refused).status_int == 303


def test_a_new_password_ends_the_other_sessions(client: Client, ada: Someone, site: Site) -> None:
    elsewhere = client.other().sign_in(ada.id)
    fill(client.get(invite(site, ada.id)).follow())
    assert client.get("/").status_int == 303
    assert elsewhere.get("/").status_int == 200


def test_the_command_reads_a_password_from_standard_input(
    client: Client, site: Site, person: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(NEW + "\n"))
    assert command(site, "grace") == {"username": "grace"}
    form = client.get("/login/local").forms[0]
    form["username"], form["password"] = "grace", NEW
    assert form.submit().status_int == 303


def test_the_command_refuses_weak_passwords_and_unknown_people(
    site: Site, person: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(Invalid):
        command(site, "grace")
    with pytest.raises(NotFound):
        command(site, "nobody", "--link")


def test_an_account_is_made_with_an_invitation(client: Client, site: Site) -> None:
    declared = site.declared(Command)["users create"]
    parser = ArgumentParser()
    assert declared.arguments is not None
    declared.arguments(parser)
    made = declared.run(site, parser.parse_args(["alan", "--invite"]))
    assert made["link"].startswith("http://127.0.0.1:6543/")
    path = made["link"].removeprefix("http://127.0.0.1:6543")
    assert fill(client.get(path).follow()).status_int == 303
