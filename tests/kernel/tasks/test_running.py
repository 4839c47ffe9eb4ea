from __future__ import annotations

import pytest

from tests.kernel.tasks.conftest import Calm
from updago.kernel.app import Site
from updago.kernel.tasks import leases
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.tasks.wakeups import Table


def put(site: Site, key: str) -> int:
    with site.acting() as act:
        enqueue(act, "calm.do", {"what": key}, key)
    (row,) = leases.due(site, Table.JOBS, 10)
    return row


def test_a_row_that_another_process_took_first_is_left_to_it(
    working: Site, calm: Calm, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = working.tasks._runner
    row = put(working, "mine")
    with monkeypatch.context() as late:
        late.setattr(leases, "take", lambda *_: None)
        runner.run(Table.JOBS, row)
        assert runner.run_here(Table.JOBS, row) is None
    assert calm.diary.lines == []
    runner.run(Table.JOBS, row)
    assert calm.diary.lines == ["did mine"]


def test_a_row_that_is_done_is_not_run(working: Site, calm: Calm) -> None:
    row = put(working, "once")
    for _ in range(2):
        working.tasks._runner.run(Table.JOBS, row)
    assert calm.diary.lines == ["did once"]


def test_a_failure_to_take_a_row_leaves_room_for_others(
    working: Site, calm: Calm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise ConnectionError("the database is away")

    row = put(working, "later")
    with monkeypatch.context() as broken:
        broken.setattr(leases, "take", away)
        for _ in range(20):
            with pytest.raises(ConnectionError):
                working.tasks._runner.run(Table.JOBS, row)
    working.tasks._runner.run(Table.JOBS, row)
    assert calm.diary.lines == ["did later"]
