"""Joining a session to the transaction of a request; loaded with the first request that writes.

The library loads the driver of PostgreSQL wherever that is installed, which takes time at start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zope.sqlalchemy import datamanager, register

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from transaction import TransactionManager

# The library refuses savepoints because of pysqlite's own BEGIN, which is off here.
datamanager.NO_SAVEPOINT_SUPPORT.discard("sqlite")


def join(session: Session, manager: TransactionManager) -> None:
    """Commit or roll back the session with the transaction of the manager; it stays open."""
    register(session, transaction_manager=manager, keep_session=True)
