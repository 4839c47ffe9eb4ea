"""Asking for columns past the session's work for objects."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from updago.kernel.accounts.models import Person
from updago.kernel.app import Site
from updago.kernel.db.asking import ask
from updago.testing.factories.people import People

NAMES = select(Person.id, Person.first_name).where(Person.id == bindparam("key"))


def test_asking_gives_the_named_columns_as_the_types_make_them(site: Site) -> None:
    key = People(site).person().id
    seen = select(Person.id, Person.created_at).where(Person.id == bindparam("key"))
    with site.database.reading() as session:
        row = ask(session, seen, {"key": key}).one()
        whole = session.get_one(Person, key)
        assert (row.id, row.created_at) == (key, whole.created_at)


def test_asking_reads_in_the_transaction_of_its_session(site: Site) -> None:
    key = People(site).person().id
    with site.acting() as act:
        act.session.get_one(Person, key).first_name = "Zoé"
        act.session.flush()
        assert ask(act.session, NAMES, {"key": key}).one().first_name == "Zoé"
        with site.database.reading() as other:
            assert ask(other, NAMES, {"key": key}).one().first_name != "Zoé"
