from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.kernel.tasks.conftest import Busy
from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.tasks import leases
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.tasks.models import DONE, PARKED, RUNNING, WAITING, Job
from updago.kernel.tasks.operations import retry
from updago.kernel.tasks.wakeups import Table


def want(site: Site, what: str, key: str, due: timedelta | None = None) -> bool:
    with site.acting() as act:
        return enqueue(act, "busy.do", {"what": what}, key, act.now + due if due else None)


def job(site: Site) -> Job:
    with site.database.reading() as session:
        return session.scalars(select(Job)).one()


def test_five_requests_for_one_key_are_one_job(working: Site, busy: Busy) -> None:
    assert [want(working, "x", "k") for _ in range(5)] == [True, *[False] * 4]
    working.tasks.drain()
    assert not want(working, "x", "k")
    working.tasks.drain()
    assert busy.diary.lines == ["did x"]
    assert (job(working).state, job(working).done_at) == (DONE, working.clock.now())


def test_a_job_delivered_five_times_runs_once(working: Site, busy: Busy) -> None:
    want(working, "x", "k")
    for _ in range(5):
        working.tasks.drain()
    assert leases.take(working, Table.JOBS, job(working).id) is None
    assert busy.diary.lines == ["did x"]


def test_a_job_waits_until_it_is_due(working: Site, busy: Busy, clock: FrozenClock) -> None:
    want(working, "x", "k", timedelta(hours=1))
    working.tasks.drain()
    assert busy.diary.lines == []
    clock.advance(timedelta(hours=1))
    working.tasks.drain()
    assert busy.diary.lines == ["did x"]


def test_a_job_of_a_rolled_back_transaction_never_was(working: Site) -> None:
    def want_and_fail() -> None:
        with working.acting() as act:
            enqueue(act, "busy.do", {"what": "x"}, "k")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        want_and_fail()
    assert leases.due(working, Table.JOBS, 10) == []


def test_a_failing_job_rests_longer_each_time_and_is_parked(
    working: Site, busy: Busy, clock: FrozenClock
) -> None:
    busy.diary.fails = True
    want(working, "x", "k")
    rests = []
    for _ in range(5):
        working.tasks.drain()
        rests.append((job(working).due_at - clock.now()).total_seconds())
        clock.advance(timedelta(hours=1))
    assert rests == [5, 10, 20, 40, 80]
    assert (job(working).state, job(working).tries) == (PARKED, 5)
    assert job(working).error == "ValueError: did x"
    working.tasks.drain()
    assert len(busy.diary.lines) == 5
    assert working.breakers.report()["busy", "jobs:busy.do"].total == 5


def test_a_parked_job_may_be_tried_again_by_hand(
    working: Site, busy: Busy, clock: FrozenClock
) -> None:
    test_a_failing_job_rests_longer_each_time_and_is_parked(working, busy, clock)
    busy.diary.fails = False
    with working.acting(1) as act:
        retry(act, table=Table.JOBS, key=job(working).id)
    working.tasks.drain()
    assert job(working).state == DONE


def test_a_killed_workers_job_is_taken_again_within_a_minute(
    working: Site, busy: Busy, clock: FrozenClock
) -> None:
    want(working, "x", "k")
    assert leases.take(working, Table.JOBS, job(working).id) is not None
    working.tasks.drain()
    assert job(working).state == RUNNING
    clock.advance(timedelta(seconds=60))
    working.tasks.drain()
    assert busy.diary.lines == ["did x"]
    assert (job(working).state, job(working).tries) == (DONE, 2)


def test_a_job_that_kills_its_worker_each_time_is_parked(
    working: Site, busy: Busy, clock: FrozenClock
) -> None:
    want(working, "x", "k")
    for _ in range(5):
        assert leases.take(working, Table.JOBS, job(working).id) is not None
        clock.advance(timedelta(seconds=60))
    working.tasks.drain()
    assert job(working).state == PARKED
    assert busy.diary.lines == []


def test_who_lost_the_lease_can_note_nothing(working: Site, clock: FrozenClock) -> None:
    want(working, "x", "k")
    first = leases.take(working, Table.JOBS, job(working).id)
    clock.advance(timedelta(seconds=60))
    second = leases.take(working, Table.JOBS, job(working).id)
    assert first is not None
    assert second is not None
    leases.finish(working, first)
    assert job(working).state == RUNNING
    leases.finish(working, second)
    assert job(working).state == DONE


def test_a_job_of_an_unknown_kind_waits(working: Site) -> None:
    with working.acting() as act:
        enqueue(act, "gone.do", {}, "k")
    working.tasks.drain()
    assert job(working).state == WAITING
