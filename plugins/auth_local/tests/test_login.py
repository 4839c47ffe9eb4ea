"""The form: who gets in, who does not, and what a refusal tells."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from argon2 import PasswordHasher

from plugins.auth_local.hashing import Hasher
from plugins.auth_local.models import Password
from plugins.auth_local.operations import store_password
from updago.api.accounts import suspend_person
from updago.testing.factories.people import People, Someone
from updago.testing.web import Client, queries

NOT_KNOWN = "Nous ne reconnaissons pas ces identifiants."


def sign_in(client: Client, name: str, password: str, **more: str) -> Any:
    """Fill the form in as a person does; the answer, whatever its status."""
    form = client.get("/login/local", more).forms[0]
    form["username"], form["password"] = name, password
    return form.submit(status="*")


def is_in(client: Client) -> bool:
    """Whether the browser is signed in."""
    return bool(client.get("/").status_int == 303)


@pytest.mark.parametrize("name", ["ada", " Ada ", "ADA@example.org"])
def test_a_person_signs_in_by_name_or_address(
    client: Client, ada: Someone, password: str, name: str
) -> None:
    answer = sign_in(client, name, password)
    assert (answer.status_int, answer.location) == (303, "http://localhost/my")
    assert is_in(client)


def test_the_wanted_page_comes_after_the_sign_in(
    client: Client, ada: Someone, password: str
) -> None:
    answer = sign_in(client, "ada", password, next="/courses/7?tab=people")
    assert answer.location == "http://localhost/courses/7?tab=people"


def test_every_failure_reads_the_same(client: Client, ada: Someone, password: str) -> None:
    People(client.site).person("nopassword")
    answers = [
        sign_in(client, name, typed)
        for name, typed in (
            ("ada", "wrong"), ("nobody", password), ("nopassword", password), ("ada", "x" * 2000),
        )
    ]  # fmt: skip
    assert {answer.status_int for answer in answers} == {422}
    assert all(NOT_KNOWN in answer for answer in answers)
    assert not is_in(client)


def test_a_refused_form_keeps_the_name_and_never_the_password(client: Client, ada: Someone) -> None:
    answer = sign_in(client, "ada", "a wrong one")
    assert answer.forms[0]["username"].value == "ada"
    assert "a wrong one" not in answer


def test_a_refusal_writes_nothing(client: Client, ada: Someone) -> None:
    form = client.get("/login/local").forms[0]
    form["username"], form["password"] = "ada", "wrong"
    with queries(client.site) as seen:
        form.submit(status=422)
    assert {text.split()[0] for text in seen.statements} == {"SELECT"}


def test_a_sign_in_makes_a_new_session_and_a_new_token(
    client: Client, ada: Someone, password: str
) -> None:
    form = client.get("/login/local").forms[0]
    planted, token = client.cookies["updago"], form["csrf_token"].value
    form["username"], form["password"] = "ada", password
    form.submit()
    assert client.cookies["updago"] != planted
    thief = client.other()
    thief.set_cookie("updago", planted)
    assert not is_in(thief)
    assert client.post("/logout", {"csrf_token": token}, status="*").status_int == 400


def test_a_suspended_person_is_told_so_only_with_the_right_password(
    client: Client, ada: Someone, password: str
) -> None:
    with client.site.acting() as act:
        suspend_person(act, person_id=ada.id)
    assert NOT_KNOWN in sign_in(client, "ada", "wrong")
    answer = sign_in(client, "ada", password)
    assert (answer.status_int, "suspendu" in answer) == (403, True)
    assert not is_in(client)


def test_ten_failures_close_a_name_for_that_network_only(
    client: Client, ada: Someone, password: str
) -> None:
    for _ in range(10):
        sign_in(client, "ada", "wrong")
    assert sign_in(client, "ada", password).status_int == 429
    elsewhere = client.other()
    elsewhere.extra_environ["REMOTE_ADDR"] = "198.51.100.9"
    assert sign_in(elsewhere, "ada", password).status_int == 303


def test_the_name_is_remembered_only_when_asked(
    client: Client, ada: Someone, password: str
) -> None:
    form = client.get("/login/local").forms[0]
    form["username"], form["password"], form["remember"] = "ada", password, True
    form.submit()
    client.post("/logout", {"csrf_token": client.token()})
    shown = client.get("/login/local").forms[0]
    assert (shown["username"].value, shown["remember"].checked) == ("ada", True)
    shown["password"], shown["remember"] = password, False
    shown.submit()
    client.post("/logout", {"csrf_token": client.token()})
    assert client.get("/login/local").forms[0]["username"].value == ""


def test_whoever_is_in_already_is_told_so(client: Client, ada: Someone) -> None:
    client.sign_in(ada.id)
    assert "Vous êtes déjà connecté" in client.get("/login/local")


def test_accents_typed_in_two_ways_are_one_password(
    client: Client, ada: Someone, hasher: Hasher
) -> None:
    composed = unicodedata.normalize("NFC", "l’été à Angoulême")
    with client.site.acting() as act:
        store_password(act, person_id=ada.id, encoded=hasher.hash(composed))
    apart = unicodedata.normalize("NFD", composed)
    assert sign_in(client, "ada", apart).status_int == 303


def test_a_hash_of_old_parameters_is_renewed_silently(
    client: Client, ada: Someone, password: str, hasher: Hasher
) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(password)
    with client.site.acting() as act:
        store_password(act, person_id=ada.id, encoded=old)
    assert sign_in(client, "ada", password).status_int == 303
    with client.site.database.reading() as session:
        row = session.get(Password, ada.id)
        assert row is not None
        assert not hasher.is_old(row.hash)
        assert hasher.verify(row.hash, password)
