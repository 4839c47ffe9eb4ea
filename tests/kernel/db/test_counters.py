from __future__ import annotations

import threading

from updago.kernel.app import Site
from updago.kernel.db.counters import bump, counters


def value(site: Site, name: str) -> int | None:
    with site.database.reading() as session:
        return counters(session).get(name)


def test_a_counter_begins_at_one_and_counts_on(site: Site) -> None:
    for _ in range(3):
        with site.acting() as act:
            bump(act.session, "x")
    assert value(site, "x") == 3


def test_a_bump_that_is_rolled_back_never_was(site: Site) -> None:
    session = site.database.writer()
    bump(session, "x")
    session.rollback()
    session.close()
    assert value(site, "x") is None


def test_two_who_bump_for_the_first_time_at_once_are_both_counted(site: Site) -> None:
    def second() -> None:
        begun.set()
        with site.acting() as act:
            bump(act.session, "x")

    begun = threading.Event()
    other = threading.Thread(target=second)
    with site.acting() as act:
        bump(act.session, "x")
        other.start()
        begun.wait(10)
        other.join(0.2)  # it waits for this transaction
        assert other.is_alive()
    other.join(10)
    assert value(site, "x") == 2
