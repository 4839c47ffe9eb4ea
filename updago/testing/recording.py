"""What requests ask of the database, and what they would change in it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import event

from updago.kernel.app import Site
from updago.testing.web import COUNTED

WRITING: Final = re.compile(
    r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)", re.IGNORECASE
)
# The thread that writes what looking leaves behind, after the answer.
TOUCHES: Final = "touches"


@dataclass(slots=True)
class Record:
    """All statements of the site; the tables this thread wrote to, and would have changed."""

    statements: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


class Recorder:
    """Listens to both engines of a site; a commit is a rollback while it records.

    `changed` holds what the recording thread would have committed: touches have their own one.
    """

    def __init__(self, site: Site) -> None:
        self._dialect: Any = site.database.write_engine.dialect
        self._record: Record | None = None
        self._thread = 0
        self._pending: list[str] = []
        reads, writes = site.database.read_engine, site.database.write_engine
        event.listen(reads, "before_cursor_execute", self._note)
        event.listen(writes, "before_cursor_execute", self._note)
        event.listen(writes, "commit", self._commit)
        event.listen(writes, "rollback", self._rollback)

    @contextmanager
    def recording(self) -> Iterator[Record]:
        """Note what happens inside; nothing of it stays."""
        self._thread, self._record = threading.get_ident(), Record()
        self._dialect.do_commit = self._dialect.do_rollback
        try:
            yield self._record
        finally:
            del self._dialect.do_commit
            self._record = None
            self._pending.clear()

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        record = self._record
        if record is None or threading.current_thread().name == TOUCHES:
            return
        if statement.lstrip().upper().startswith(COUNTED):
            record.statements.append(statement)
        written = WRITING.match(statement)
        if written and threading.get_ident() == self._thread:
            record.written.append(written.group(1))
            self._pending.append(written.group(1))

    def _commit(self, _connection: Any) -> None:
        if self._record is not None and threading.get_ident() == self._thread:
            self._record.changed.extend(self._pending)
            self._pending.clear()

    def _rollback(self, _connection: Any) -> None:
        if threading.get_ident() == self._thread:
            self._pending.clear()
