from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.kernel.tasks.conftest import Busy, Calm, eventually
from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.tasks import leases
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.tasks.models import DONE, Job
from updago.kernel.tasks.running import Runner
from updago.kernel.tasks.wakeups import Table


def want(site: Site, kind: str, *keys: str) -> None:
    with site.acting() as act:
        for key in keys:
            enqueue(act, kind, {"what": key}, key)


def done(site: Site, kind: str) -> int:
    with site.database.reading() as session:
        query = select(func.count()).where(Job.state == DONE, Job.kind == kind)
        return session.scalar(query.select_from(Job)) or 0


@pytest.fixture
def started(working: Site) -> Iterator[Site]:
    working.tasks.start()
    yield working
    working.tasks.stop()


def test_a_commit_starts_the_work_at_once(started: Site, calm: Calm) -> None:
    begun = time.monotonic()
    want(started, "calm.do", "a")
    eventually(lambda: calm.diary.lines == ["did a"], 3)
    eventually(lambda: done(started, "calm.do") == 1)
    assert time.monotonic() - begun < 3


def test_the_sweep_finds_what_nobody_rang_for(working: Site, calm: Calm) -> None:
    want(working, "calm.do", "a")
    working.tasks.start()
    eventually(lambda: calm.diary.lines == ["did a"])
    working.tasks.stop()


def test_work_begun_by_many_is_done_once(started: Site, calm: Calm) -> None:
    want(started, "calm.do", *map(str, range(40)))
    for key in range(40):
        started.tasks.wake(Table.JOBS, key)
    eventually(lambda: done(started, "calm.do") == 40, 20)
    assert sorted(calm.diary.lines) == sorted(f"did {n}" for n in range(40))


def test_sleeping_jobs_of_one_plugin_do_not_hold_up_another(
    started: Site, busy: Busy, calm: Calm
) -> None:
    busy.diary.sleeps = 3
    want(started, "busy.do", *map(str, range(6)))
    eventually(lambda: len(busy.diary.lines) >= 2)
    begun = time.monotonic()
    want(started, "calm.do", "a")
    eventually(lambda: calm.diary.lines == ["did a"], 2)
    assert time.monotonic() - begun < 2
    assert len(busy.diary.lines) == 2
    busy.diary.sleeps = 0


def test_failing_jobs_do_not_hold_up_others(started: Site, busy: Busy, calm: Calm) -> None:
    busy.diary.fails = True
    want(started, "busy.do", *map(str, range(50)))
    want(started, "calm.do", "a")
    eventually(lambda: calm.diary.lines == ["did a"], 5)


def test_a_job_over_its_time_is_given_up(
    make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy(timeout=timedelta(seconds=0.2))
    busy.diary.sleeps = 1
    site = make_site(busy)
    want(site, "busy.do", "a")
    with site.database.reading() as session:
        key = session.scalars(select(Job.id)).one()
    begun = time.monotonic()
    Runner(site).run(Table.JOBS, key)
    assert time.monotonic() - begun < 0.9
    with site.database.reading() as session:
        assert "not done within" in str(session.get_one(Job, key).error)
    assert site.breakers.report()["busy", "jobs:busy.do"].last_error == "TimeoutError"


def test_a_long_job_keeps_its_lease(
    make_site: Callable[..., Site], busy: Busy, clock: FrozenClock
) -> None:
    busy.diary.sleeps = 0.5
    site = make_site(busy)
    want(site, "busy.do", "a")
    with site.database.reading() as session:
        key = session.scalars(select(Job.id)).one()
    renewed: list[object] = []
    original = leases.renew

    def renew(*arguments: Any) -> None:
        renewed.append(arguments)
        original(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leases, "renew", renew)
        Runner(site, heartbeat=0.1).run(Table.JOBS, key)
    assert len(renewed) >= 3
    assert done(site, "busy.do") == 1


def test_a_schedule_runs_once_per_period_and_catches_up_once(
    working: Site, busy: Busy, clock: FrozenClock
) -> None:
    working.tasks.sweep()
    working.tasks.sweep()
    working.tasks.drain()
    assert busy.diary.lines == ["did plan"]
    clock.advance(timedelta(hours=6))
    working.tasks.sweep()
    working.tasks.drain()
    assert busy.diary.lines == ["did plan"] * 2
    clock.advance(-timedelta(hours=1))
    working.tasks.sweep()
    working.tasks.drain()
    assert busy.diary.lines == ["did plan"] * 2
