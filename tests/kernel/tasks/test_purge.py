from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.db.audit import AuditEntry, DoneOnce
from updago.kernel.db.operation import Act, operation
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.tasks.models import Job
from updago.kernel.tasks.purge import BATCH, purge


@operation("busy.nothing.do")
def nothing(act: Act) -> None:
    """Leave an audit row and a key."""


def count(site: Site, table: type[Job | AuditEntry | DoneOnce]) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_is_old_goes_and_what_is_not_stays(working: Site, clock: FrozenClock) -> None:
    with working.acting(1, once="a") as act:
        nothing(act)
    clock.advance(timedelta(days=3))
    with working.acting(1, once="b") as act:
        nothing(act)
    purge(working, {})
    assert (count(working, DoneOnce), count(working, AuditEntry)) == (1, 2)
    clock.advance(timedelta(days=5 * 365 - 1))
    purge(working, {})
    assert (count(working, DoneOnce), count(working, AuditEntry)) == (0, 1)


def test_work_that_is_not_done_is_never_purged(working: Site, clock: FrozenClock) -> None:
    with working.acting() as act:
        enqueue(act, "gone.do", {}, "waits")
        enqueue(act, "busy.do", {"what": "x"}, "done")
    working.tasks.drain()
    clock.advance(timedelta(days=365))
    purge(working, {})
    with working.database.reading() as session:
        assert list(session.scalars(select(Job.key))) == ["waits"]


def test_a_long_table_is_purged_in_batches(working: Site, clock: FrozenClock) -> None:
    with working.database.writer.begin() as session:
        session.add_all(
            AuditEntry(at=clock.now(), operation="x", request_id="") for _ in range(BATCH + 7)
        )
    clock.advance(timedelta(days=6 * 365))
    purge(working, {})
    assert count(working, AuditEntry) == 0
