"""An upgrade in a process of its own, which is killed after so many statements."""

from __future__ import annotations

import os
import signal
import warnings
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import event

from updago.kernel.clock import FrozenClock
from updago.kernel.db.database import Database
from updago.kernel.db.histories import histories
from updago.kernel.db.migrate import upgrade_all
from updago.kernel.plugins.manager import PluginManager, discover

CLOCK = FrozenClock(datetime(2026, 11, 9, 8, 0, tzinfo=UTC))
# What each process needs is imported once, in the one from which the others are forked.
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.migrations.killed", "updago.kernel.app"])


def upgrade_killed_after(url: str, statements: int, log: Path) -> bool:
    """Upgrade with all installed histories; whether it came to its end before it was killed."""
    process = CONTEXT.Process(target=_upgrade, args=(url, statements, str(log)))
    process.start()
    process.join(120)
    if process.exitcode not in (0, -signal.SIGKILL):
        raise AssertionError(f"the upgrade ended with {process.exitcode}: {log.read_text()}")
    return process.exitcode == 0


def _upgrade(url: str, statements: int, log: str) -> None:
    warnings.simplefilter("ignore")
    left = statements

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    database = Database(url)
    # A commit is a moment of its own: before it nothing is there, after it everything.
    for name in ("before_cursor_execute", "commit"):
        event.listen(database.write_engine, name, count)
    try:
        upgrade_all(database, histories(PluginManager(discover())), CLOCK)
    except BaseException as error:
        Path(log).write_text(repr(error))
        raise
    finally:
        database.dispose()
