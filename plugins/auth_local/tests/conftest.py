"""A site with this plugin alone, a person with a password, and a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.auth_local.hashing import Hasher
from plugins.auth_local.operations import store_password
from plugins.auth_local.plugin import plugin
from updago.testing.factories.people import People, Someone
from updago.testing.web import Client


@pytest.fixture
def password() -> str:
    """The password of the person who has one."""
    return "quatre chevaux corrects"


@pytest.fixture(scope="session")
def hasher() -> Hasher:
    """One hasher for all tests: making one costs a hash."""
    return Hasher()


@pytest.fixture
def client(make_app: Callable[..., Client]) -> Client:
    """A browser on a site with this plugin."""
    return make_app(plugin)


@pytest.fixture
def ada(client: Client, hasher: Hasher, password: str) -> Someone:
    """A person whose password is known."""
    person = People(client.site).person("ada", "ada@example.org")
    with client.site.acting() as act:
        store_password(act, person_id=person.id, encoded=hasher.hash(password))
    return person
