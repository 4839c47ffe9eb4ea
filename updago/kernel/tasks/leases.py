"""Taking work from its table: whoever runs a row holds a lease on it, so that no death loses it.

These are the engine's own notes, written without an operation: a row of the audit log for each
step of each job would tell nobody anything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, select, update

from updago.kernel.tasks.models import DONE, PARKED, RUNNING, WAITING, Delivery, Job
from updago.kernel.tasks.wakeups import Table

if TYPE_CHECKING:
    from updago.kernel.app import Site

# A killed worker's work is taken again after this long; a living one renews its lease.
LEASE: Final = timedelta(seconds=40)
FIRST_REST: Final = timedelta(seconds=5)
LONGEST_REST: Final = timedelta(hours=1)
ERROR_LENGTH: Final = 2000

MODELS: Final[dict[Table, type[Delivery | Job]]] = {
    Table.OUTBOX: Delivery,
    Table.JOBS: Job,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of work that this process holds the lease of. `name` is the handler's or job's."""

    table: Table
    key: int
    name: str
    payload: dict[str, Any]
    tries: int


def name_column(table: Table) -> Any:
    """The column that says who does the work."""
    return Delivery.handler if table is Table.OUTBOX else Job.kind


def due(site: Site, table: Table, limit: int, without: Collection[str] = ()) -> list[int]:
    """The rows that may be taken now, oldest first, except those of the names in `without`."""
    model = MODELS[table]
    query = (
        select(model.id)
        .where(_may_be_taken(model, site.clock.now()), name_column(table).not_in(without))
        .order_by(model.due_at)
        .limit(limit)
    )
    with site.database.reading() as session:
        return list(session.scalars(query))


def name_of(site: Site, table: Table, key: int) -> str | None:
    """Whose work the row is, or None when it may not be taken now."""
    model = MODELS[table]
    query = select(name_column(table)).where(
        model.id == key, _may_be_taken(model, site.clock.now())
    )
    with site.database.reading() as session:
        return session.scalar(query)


def take(site: Site, table: Table, key: int) -> Taken | None:
    """Take the row and count a try; None when another process was faster."""
    model, now = MODELS[table], site.clock.now()
    taking = (
        update(model)
        .where(model.id == key, _may_be_taken(model, now))
        .values(state=RUNNING, due_at=now + LEASE, tries=model.tries + 1)
        .returning(name_column(table), model.payload, model.tries)
    )
    with site.database.writer.begin() as session:
        row = session.execute(taking, execution_options={"synchronize_session": False}).first()
    return None if row is None else Taken(table, key, row[0], row[1], row[2])


def renew(site: Site, taken: Taken) -> None:
    """Hold the lease a while longer."""
    _note(site, taken, due_at=site.clock.now() + LEASE)


def finish(site: Site, taken: Taken) -> None:
    """The work is done."""
    _note(site, taken, state=DONE, done_at=site.clock.now(), error=None)


def put_off(site: Site, taken: Taken, until: datetime, why: str) -> None:
    """Nobody can do the work now: it waits, and the try does not count."""
    _note(site, taken, state=WAITING, due_at=until, tries=taken.tries - 1, error=why)


def fail(site: Site, taken: Taken, error: str, limit: int) -> bool:
    """Rest and try again, longer each time; after `limit` tries park it. True when parked."""
    parked = taken.tries >= limit
    rest = min(FIRST_REST * 2 ** (taken.tries - 1), LONGEST_REST)
    _note(
        site,
        taken,
        state=PARKED if parked else WAITING,
        due_at=site.clock.now() + rest,
        error=error[:ERROR_LENGTH],
    )
    return parked


def _may_be_taken(model: type[Delivery | Job], now: datetime) -> ColumnElement[bool]:
    return model.state.in_((WAITING, RUNNING)) & (model.due_at <= now)


def _note(site: Site, taken: Taken, **values: Any) -> None:
    # The number of tries says whether the lease is still ours.
    model = MODELS[taken.table]
    noting = (
        update(model)
        .where(model.id == taken.key, model.state == RUNNING, model.tries == taken.tries)
        .values(**values)
    )
    with site.database.writer.begin() as session:
        session.execute(noting, execution_options={"synchronize_session": False})
