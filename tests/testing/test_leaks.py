from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from updago.kernel.db.database import Database
from updago.testing.leaks import all_returned


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'site.sqlite'}")
    yield database
    database.dispose()


def test_a_connection_in_use_at_the_end_fails_the_test_and_names_who_took_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("updago.testing.leaks.PATIENCE", 0.05)
    session = database.reader()
    named = r"test_leaks\.py:\d+ in test_a_connection_in_use"
    with pytest.raises(pytest.fail.Exception, match=named), all_returned():
        session.connection()
    session.close()


def test_a_connection_that_was_taken_before_is_not_this_tests_fault(database: Database) -> None:
    with database.reader() as session:
        session.connection()
        with all_returned(), database.writer.begin() as other:
            other.connection()


def test_what_a_thread_gives_back_a_moment_later_is_no_leak(database: Database) -> None:
    with all_returned():
        session = database.reader()
        session.connection()
        threading.Timer(0.1, session.close).start()
