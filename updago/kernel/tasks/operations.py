"""What an administrator may do about background work."""

from __future__ import annotations

from typing import cast

from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import NotFound
from updago.kernel.i18n import _
from updago.kernel.tasks.leases import MODELS
from updago.kernel.tasks.models import DONE, PARKED, WAITING, Work
from updago.kernel.tasks.wakeups import Table, wake_after_commit


@operation("site.jobs.retry")
def retry(act: Act, *, table: Table, key: int) -> None:
    """Let parked work be tried again from the start. Raises NotFound when it is not parked."""
    row = _parked(act, table, key)
    row.state, row.tries, row.due_at = WAITING, 0, act.now
    wake_after_commit(act.session, table, key)


@operation("site.jobs.discard")
def discard(act: Act, *, table: Table, key: int) -> None:
    """Drop parked work: it counts as done and is never tried again. Raises NotFound."""
    row = _parked(act, table, key)
    row.state, row.done_at = DONE, act.now


def _parked(act: Act, table: Table, key: int) -> Work:
    row = cast(Work | None, act.session.get(MODELS[table], key))
    if row is None or row.state != PARKED:
        raise NotFound(_("This job is not parked any more."))
    return row
