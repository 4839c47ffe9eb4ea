from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select

from updago.kernel.accounts.models import Person
from updago.kernel.accounts.queries import find_people
from updago.kernel.app import Site
from updago.kernel.db.folding import fold, folded
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.spaces.queries import course_list
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces

LATIN = st.text(st.characters(max_codepoint=0x17F, exclude_characters="\0"), max_size=12)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Élève", "eleve"),
        ("E\u0301le\u0300ve", "eleve"),
        ("Œuvre d’Æsope", "oeuvre d’aesope"),
        ("Kovač", "kovac"),
        ("Straße", "strasse"),
        ("PLAIN text", "plain text"),
        ("", ""),
    ],
)
def test_case_and_accents_fall_away(text: str, bare: str) -> None:
    assert fold(text) == bare


@given(LATIN)
def test_what_is_bare_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(LATIN, min_size=1, max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_does_what_python_does(site: Site, texts: list[str]) -> None:
    with site.database.reading() as session:
        found = session.execute(select(*(folded(literal(text)) for text in texts))).one()
    assert list(found) == [fold(text) for text in texts]


def test_nothing_has_nothing_to_lose(site: Site) -> None:
    with site.database.reading() as session:
        assert session.scalar(select(folded(literal(None)))) is None


def test_people_stand_and_are_found_whatever_their_accents(site: Site) -> None:
    people = People(site)
    names = ("Étienne", "Evrard", "Eglantine", "zola", "Zidane")
    keys = [people.person().id for _ in names]
    with site.acting() as act:
        for key, name in zip(keys, names, strict=True):
            act.session.get_one(Person, key).last_name = name
    with site.database.reading() as session:
        assert [line.last_name for line in find_people(session)] == [
            "Eglantine", "Étienne", "Evrard", "Zidane", "zola",
        ]  # fmt: skip
        for typed in ("etien", "ÉTIEN", "étiEN"):
            assert [line.last_name for line in find_people(session, typed)] == ["Étienne"]


def test_courses_stand_and_are_found_whatever_their_accents(
    site: Site, asking: Callable[..., Oracle]
) -> None:
    spaces = Spaces(site)
    for name in ("Écologie", "Economie", "Zoologie", "algèbre"):
        spaces.course(full_name=name)
    oracle = asking(People(site).manager().id)
    with site.database.reading() as session:
        tree = site.categories.read(session)
        every = course_list(session, oracle, tree)
        found = course_list(session, oracle, tree, keyword="ALGEBRE")
    assert [card.full_name for card in every] == ["algèbre", "Écologie", "Economie", "Zoologie"]
    assert [card.full_name for card in found] == ["algèbre"]
