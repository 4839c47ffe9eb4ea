"""What stands in the tables of background work: for the health page and the page of jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, func, literal, select, union_all
from sqlalchemy.orm import Session

from updago.kernel.tasks.leases import MODELS, name_column
from updago.kernel.tasks.models import DONE, PARKED, RUNNING, WAITING
from updago.kernel.tasks.wakeups import Table


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, how much is parked, and since when the oldest due one waits.

    What runs now is counted in `waiting` too: it is not done yet.
    """

    waiting: int
    parked: int
    oldest_due: datetime | None
    parked_names: tuple[str, ...]
    running: int = 0


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A row of the page of jobs."""

    table: Table
    id: int
    name: str
    state: str
    tries: int
    at: datetime
    due_at: datetime
    error: str | None


def backlog(session: Session, table: Table, now: datetime) -> Backlog:
    """The backlog of one table: two queries, and one more when something is parked."""
    model = MODELS[table]
    counts = select(model.state, func.count()).where(model.state != DONE).group_by(model.state)
    names = select(name_column(table)).where(model.state == PARKED).distinct()
    oldest = select(func.min(model.due_at)).where(model.state == WAITING, model.due_at <= now)
    by_state: dict[str, int] = {row[0]: row[1] for row in session.execute(counts)}
    return Backlog(
        waiting=sum(by_state.values()) - by_state.get(PARKED, 0),
        parked=by_state.get(PARKED, 0),
        oldest_due=session.scalar(oldest),
        parked_names=tuple(sorted(session.scalars(names))) if PARKED in by_state else (),
        running=by_state.get(RUNNING, 0),
    )


def unfinished(session: Session, limit: int = 100) -> Sequence[WorkLine]:
    """Work that is not done, parked first, then the oldest; at most `limit` rows."""
    parts = [
        select(
            literal(str(table), String).label("table"),
            model.id,
            name_column(table).label("name"),
            model.state,
            model.tries,
            model.at,
            model.due_at,
            model.error,
        ).where(model.state != DONE)
        for table, model in MODELS.items()
    ]
    both = union_all(*parts).subquery()
    query = select(both).order_by(both.c.state != PARKED, both.c.due_at).limit(limit)
    return [WorkLine(Table(row[0]), *row[1:]) for row in session.execute(query)]
