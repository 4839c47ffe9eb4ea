from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock, SystemClock
from updago.kernel.tasks import leases
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.tasks.models import DONE, RUNNING, Job
from updago.kernel.tasks.wakeups import Table

Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start_worker(shared: Site) -> Iterator[Start]:
    """Start `updago worker` on the same folder, and wait until it works."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        environ = {**os.environ, "UPDAGO_DATA_DIR": str(shared.settings.data_dir)}
        command = [sys.executable, "-W", "ignore", "-m", "updago.cli", "worker"]
        process = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stderr is not None
        while "background work runs" not in (line := process.stderr.readline()):
            assert line, "the worker ended"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def states(site: Site) -> dict[str, str]:
    with site.database.reading() as session:
        return dict(
            session.execute(select(Job.key, Job.state).where(Job.kind == "core.purge")).all()
        )


def want(site: Site, key: str) -> None:
    with site.acting() as act:
        enqueue(act, "core.purge", {}, key)


def test_a_worker_process_does_what_another_process_asked_for(
    shared: Site, start_worker: Start, until: Callable[..., None]
) -> None:
    worker = start_worker()
    want(shared, "asked")
    until(lambda: states(shared)["asked"] == DONE)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0


def test_work_of_a_killed_worker_is_done_by_the_next(
    shared: Site, start_worker: Start, until: Callable[..., None]
) -> None:
    worker = start_worker()
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    want(shared, "left")
    # As the dead worker would have left it, its lease nearly over.
    shared.clock = FrozenClock(SystemClock().now() - leases.LEASE)
    with shared.database.reading() as session:
        key = session.scalars(select(Job.id).where(Job.key == "left")).one()
    with shared.database.writer.begin() as session:
        session.get_one(Job, key).due_at = shared.clock.now()
    assert leases.take(shared, Table.JOBS, key) is not None
    assert states(shared)["left"] == RUNNING
    start_worker()
    until(lambda: states(shared)["left"] == DONE)
