"""People: making, changing, suspending and deleting them, and who may not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from updago.kernel.accounts.models import Identity, Person
from updago.kernel.accounts.operations import (
    add_identity,
    create_person,
    delete_person,
    edit_person,
    suspend_person,
)
from updago.kernel.accounts.queries import (
    count_people,
    find_people,
    person_by_login,
    person_by_username,
)
from updago.kernel.accounts.values import PersonData, email_of, username_of
from updago.kernel.app import Site
from updago.kernel.errors import Conflict, Invalid, NotFound
from updago.testing.factories.people import People

ADA = PersonData("ada", "ada@example.org", "Ada", "Lovelace")


@pytest.fixture
def people(site: Site) -> People:
    """A maker of people."""
    return People(site)


@pytest.mark.parametrize("twin", ["Ada", " ADA ", "ａｄａ"])
def test_a_username_is_taken_in_all_its_spellings(site: Site, twin: str) -> None:
    with site.acting() as act:
        create_person(act, ADA)
    with site.acting() as act, pytest.raises(Invalid) as refused:
        create_person(act, replace(ADA, username=twin))
    assert refused.value.field == "username"


@pytest.mark.parametrize("username", ["аda", "", "a b", "~ada", "a" * 101, "ada\nbob", "<b>"])
def test_names_that_look_like_others_or_hide_signs_are_refused(username: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(ADA, username=username).checked()
    assert refused.value.field == "username"


@pytest.mark.parametrize("email", ["ada", "ada@", "a b@c.org", "ada@example", "a@b.org, c@d.org"])
def test_half_an_address_is_refused(email: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(ADA, email=email).checked()
    assert refused.value.field == "email"


@given(st.text(max_size=60))
def test_what_was_checked_once_stays_as_it_is(text: str) -> None:
    assert username_of(username_of(text)) == username_of(text)
    try:
        clean = replace(ADA, first_name=text, username=text or "ada").checked()
    except Invalid:
        return
    assert clean.checked() == clean


def test_an_edit_with_a_stale_version_is_refused(site: Site) -> None:
    with site.acting() as act:
        person_id = create_person(act, ADA).id
    with site.acting() as act:
        edit_person(act, replace(ADA, first_name="Augusta"), person_id=person_id, version=1)
    with site.acting() as act, pytest.raises(Conflict):
        edit_person(act, ADA, person_id=person_id, version=1)


def test_a_deleted_person_leaves_username_and_identities_to_others(
    site: Site, people: People
) -> None:
    old = people.person("ada")
    with site.acting() as act:
        add_identity(act, person_id=old.id, method="cas", subject="alovelace")
        delete_person(act, person_id=old.id)
    new = people.person("ada")
    with site.acting() as act:
        add_identity(act, person_id=new.id, method="cas", subject="alovelace")
        with pytest.raises(NotFound):
            suspend_person(act, person_id=old.id)
    with site.database.reading() as session:
        found = person_by_username(session, "Ada")
        assert found is not None
        assert found.id == new.id
        assert session.get(Person, old.id) is not None


def test_an_identity_is_never_moved_to_another_person(site: Site, people: People) -> None:
    one, other = people.person(), people.person()
    with site.acting() as act:
        for _ in range(2):
            add_identity(act, person_id=one.id, method="cas", subject="x")
    with site.acting() as act, pytest.raises(Conflict):
        add_identity(act, person_id=other.id, method="cas", subject="x")
    with site.database.reading() as session:
        assert session.scalars(select(Identity.person_id)).all() == [one.id]


@pytest.mark.parametrize("act_on", [suspend_person, delete_person])
def test_nobody_shuts_themselves_out(site: Site, people: People, act_on: object) -> None:
    person = people.manager()
    with site.acting(person.id) as act, pytest.raises(Invalid):
        act_on(act, person_id=person.id)  # type: ignore[operator]


def test_an_address_signs_in_only_when_one_live_account_has_it(site: Site, people: People) -> None:
    one = people.person("one", "Shared@example.org")
    with site.database.reading() as session:
        found = person_by_login(session, " SHARED@example.org ")
        assert found is not None
        assert found.id == one.id
    people.person("two", "shared@example.org")
    with site.database.reading() as session:
        assert person_by_login(session, "shared@example.org") is None
    with site.acting() as act:
        delete_person(act, person_id=one.id)
    with site.database.reading() as session:
        last = person_by_login(session, email_of("shared@example.org"))
        assert last is not None
        assert last.username == "two"


def test_people_are_found_by_the_beginnings_of_words(site: Site, people: People) -> None:
    with site.acting() as act:
        create_person(act, ADA)
        create_person(act, PersonData("percent", "", "50%", "Per_cent"))
    people.person()
    with site.database.reading() as session:
        assert [p.username for p in find_people(session, "ada love")] == ["ada"]
        assert [p.username for p in find_people(session, "50%")] == ["percent"]
        assert find_people(session, "Per%cent") == []
        assert count_people(session) == 3
        assert len(find_people(session, limit=2)) == 2


def test_a_new_username_is_free_and_ones_own_stays(site: Site, people: People) -> None:
    people.person("grace")
    with site.acting() as act:
        key = create_person(act, ADA).id
    with site.acting() as act:
        edit_person(act, replace(ADA, first_name="Augusta"), person_id=key)
        edit_person(act, replace(ADA, username="countess"), person_id=key)
    with site.acting() as act, pytest.raises(Invalid) as refused:
        edit_person(act, replace(ADA, username="Grace"), person_id=key)
    assert refused.value.field == "username"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("last_name", " "),
        ("last_name", "x" * 101),
        ("first_name", "x" * 101),
        ("external_id", "x" * 101),
        ("timezone", "Mars/Olympus_Mons"),
    ],
)
def test_what_cannot_be_known_of_a_person_is_refused_at_its_field(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(ADA, **{field: value}).checked()
    assert refused.value.field == field
