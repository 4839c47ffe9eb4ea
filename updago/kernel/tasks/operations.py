"""What an administrator may do about background work."""

from __future__ import annotations

from typing import cast

from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import NotFound
from updago.kernel.i18n import _
from updago.kernel.tasks.leases import MODELS
from updago.kernel.tasks.models import PARKED, WAITING, Work
from updago.kernel.tasks.wakeups import Table, wake_after_commit


@operation("site.jobs.retry")
def retry(act: Act, *, table: Table, key: int) -> None:
    """Let parked work be tried again from the start. Raises NotFound when it is not parked."""
    row = cast(Work | None, act.session.get(MODELS[table], key))
    if row is None or row.state != PARKED:
        raise NotFound(_("This job is not parked any more."))
    row.state, row.tries, row.due_at = WAITING, 0, act.now
    wake_after_commit(act.session, table, key)
