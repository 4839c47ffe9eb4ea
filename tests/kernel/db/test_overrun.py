from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import select, text

from updago.kernel.accounts.models import Person
from updago.kernel.accounts.operations import create_person
from updago.kernel.accounts.values import PersonData
from updago.kernel.app import Site
from updago.kernel.db.overrun import limited
from updago.kernel.errors import Unavailable

ENDLESS = {
    True: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    False: "SELECT pg_sleep(60)",
}


def create(site: Site, username: str) -> None:
    with site.acting() as act:
        create_person(act, PersonData(username, "", "Ada", "Roy"))


def names(site: Site) -> list[str]:
    with site.database.reading() as session:
        return list(session.scalars(select(Person.username).order_by(Person.username)))


@pytest.fixture
def noted() -> threading.Event:
    return threading.Event()


def test_whoever_is_in_time_keeps_the_transaction(site: Site, noted: threading.Event) -> None:
    with site.acting() as act, limited(act.session, 60, noted.set):
        create_person(act, PersonData("ada", "", "Ada", "Roy"))
    assert names(site) == ["ada"]
    assert not noted.is_set()


def test_whoever_takes_too_long_loses_it_and_the_others_go_on(
    site: Site, noted: threading.Event
) -> None:
    def write_meanwhile() -> None:
        assert noted.wait(10)
        create(site, "others")

    other = threading.Thread(target=write_meanwhile)
    other.start()

    def hang() -> None:
        with site.acting() as act:
            create_person(act, PersonData("slow", "", "Ada", "Roy"))
            with limited(act.session, 0.05, noted.set):
                other.join(10)  # until others have written

    with pytest.raises(Unavailable):
        hang()
    assert not other.is_alive()
    assert names(site) == ["others"]


def test_what_a_lost_transaction_tries_to_write_is_refused(
    site: Site, noted: threading.Event
) -> None:
    def write_late() -> None:
        with (
            site.acting() as act,
            act.session.begin_nested(),
            limited(act.session, 0.05, noted.set),
        ):
            assert noted.wait(10)
            create_person(act, PersonData("late", "", "Ada", "Roy"))

    with pytest.raises(Unavailable):
        write_late()
    assert names(site) == []
    create(site, "next")
    assert names(site) == ["next"]


def test_a_statement_that_runs_is_stopped(site: Site, noted: threading.Event) -> None:
    def ask_for_ever() -> None:
        with site.acting() as act, limited(act.session, 0.1, noted.set):
            act.session.execute(text(ENDLESS[site.database.is_sqlite]))

    begun = time.monotonic()
    with pytest.raises(Unavailable):
        ask_for_ever()
    assert time.monotonic() - begun < 30
    create(site, "next")
    assert names(site) == ["next"]
