from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.kernel.db.conftest import StartWriter
from updago.kernel.db.counters import Counter
from updago.kernel.db.database import Database
from updago.kernel.db.queue import WriterQueue
from updago.kernel.errors import Unavailable


def value(database: Database) -> int:
    with database.reading() as session:
        return session.get_one(Counter, "n").value


def add_one(session: Session) -> None:
    counter = session.get_one(Counter, "n")
    counter.value = counter.value + 1


def test_eight_threads_lose_no_update_and_see_no_lock(database: Database) -> None:
    def write(_: int) -> None:
        for _again in range(15):
            with database.writer.begin() as session:
                add_one(session)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert value(database) == 8 * 15


def test_three_processes_share_the_writer_fairly(
    database: Database, start_writer: StartWriter
) -> None:
    processes = [start_writer(20, 0.002) for _ in range(3)]
    longest = [float(process.communicate(timeout=60)[0]) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert value(database) == 3 * 20
    assert max(longest) < 2


def test_a_process_that_comes_late_is_not_starved(
    database: Database, start_writer: StartWriter
) -> None:
    greedy = start_writer(10_000, 0.005)
    while not value(database):
        time.sleep(0.01)
    for _ in range(5):
        started = time.monotonic()
        with database.writer.begin() as session:
            add_one(session)
        assert time.monotonic() - started < 2
    assert greedy.poll() is None


def test_a_writer_killed_in_the_middle_frees_the_queue_and_leaves_nothing(
    database: Database, start_writer: StartWriter
) -> None:
    stuck = start_writer(1, 60)
    held = database.writers
    assert held is not None
    with pytest.raises(Unavailable):
        _take_turns(held)
    stuck.kill()
    stuck.wait()
    with database.writer.begin() as session:
        add_one(session)
    assert value(database) == 1


def test_a_reader_cannot_write(database: Database) -> None:
    with database.reading() as session:
        add_one(session)
        with pytest.raises(OperationalError, match="readonly"):
            session.flush()


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.reading() as session:
        assert session.get_one(Counter, "n").value == 0
        with database.writer.begin() as writer:
            add_one(writer)
        session.expire_all()
        assert session.get_one(Counter, "n").value == 0
    assert value(database) == 1


def test_a_rolled_back_savepoint_leaves_the_rest(database: Database) -> None:
    with database.writer.begin() as session:
        add_one(session)
        savepoint = session.begin_nested()
        add_one(session)
        session.flush()
        savepoint.rollback()
    assert value(database) == 1


def test_a_failed_transaction_gives_the_turn_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_in_the_middle(database)
    with database.writer.begin() as session:
        add_one(session)
    assert value(database) == 1


def test_a_session_can_go_on_after_its_commit(database: Database) -> None:
    with database.writer() as session:
        add_one(session)
        session.commit()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_write_once, database).result(5)
        session.expire_all()
        add_one(session)
        session.commit()
    assert value(database) == 3


def _take_turns(queue: WriterQueue) -> None:
    while True:
        queue.acquire(timeout=0.2)
        queue.release()


def _fail_in_the_middle(database: Database) -> None:
    with database.writer.begin() as session:
        add_one(session)
        session.flush()
        _ = 1 / 0


def _write_once(database: Database) -> None:
    with database.writer.begin() as session:
        add_one(session)


def test_a_refused_turn_leaves_the_session_usable(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("updago.kernel.db.queue.WriterQueue.acquire.__defaults__", (0.05,))
    with ThreadPoolExecutor(1) as pool, database.writer() as session:
        with database.writer.begin() as holder:
            add_one(holder)
            holder.flush()
            refused = pool.submit(session.get_one, Counter, "n")
            with pytest.raises(Unavailable):
                refused.result()
        assert session.get_one(Counter, "n").value == 1
