"""The outbox: one delivery per handler, written in the transaction of the event."""

from __future__ import annotations

from updago.kernel.db.operation import Act
from updago.kernel.events import Event
from updago.kernel.tasks.models import Delivery
from updago.kernel.tasks.wakeups import Table, wake_after_commit


class DatabaseOutbox:
    """Writes deliveries to the database; the engine is woken when the transaction is over."""

    def put(self, act: Act, handler: str, event: Event) -> None:
        """Owe `event` to the handler of that name."""
        delivery = act.add(
            Delivery(
                at=act.now,
                due_at=act.now,
                handler=handler,
                event=event.name,
                payload=event.payload(),
            )
        )
        wake_after_commit(act.session, Table.OUTBOX, delivery.id)
