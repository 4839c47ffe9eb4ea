"""Asking for background work, in the transaction that wants it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from updago.kernel.db.operation import Act
from updago.kernel.tasks.models import WAITING, Job
from updago.kernel.tasks.wakeups import Table, wake_after_commit


def enqueue(
    act: Act,
    kind: str,
    payload: Mapping[str, Any],
    key: str,
    due: datetime | None = None,
) -> bool:
    """Ask for the job `kind` (the name of a JobType) with a JSON payload; False if it exists.

    `key` says which piece of work it is, in at most 200 characters: asking again for the same
    kind and key changes nothing, also after it was done. `due` defaults to now.
    """
    values = {
        "at": act.now,
        "due_at": due or act.now,
        "kind": kind,
        "key": key,
        "payload": dict(payload),
        "state": WAITING,
        "tries": 0,
    }
    # Two requests may ask in the same instant, which only the database can decide.
    dialect = postgresql if act.session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Job).values(**values).on_conflict_do_nothing().returning(Job.id)
    made: int | None = act.session.scalar(insert)
    if made is not None:
        wake_after_commit(act.session, Table.JOBS, made)
    return made is not None
