"""Invented histories: migrations written into a folder by a test."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Connection, MetaData, select

from updago.kernel.db.histories import History

FILE = """from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before!r}
requires = {requires!r}


def upgrade() -> None:
{up}


def downgrade() -> None:
{down}
"""


def line(folder: Path, owner: str, *steps: tuple[str, str], requires: str | None = None) -> History:
    """A history with one migration per (upgrade, downgrade), each one statement or more."""
    folder.mkdir(exist_ok=True)
    before = None
    for number, (up, down) in enumerate(steps, start=1):
        revision = f"{owner}_{number:04}"
        text = FILE.format(
            revision=revision, before=before, requires=requires, up=_body(up), down=_body(down)
        )
        (folder / f"{revision}.py").write_text(text)
        before = revision
    return History(owner, folder)


def _body(code: str) -> str:
    return "\n".join(f"    {text}" for text in code.strip().splitlines()) or "    pass"


def hashes(connection: Connection) -> dict[str, tuple[int, str]]:
    """The number and the hash of the rows of every table, whatever their order."""
    metadata = MetaData()
    metadata.reflect(connection)
    found = {}
    for name, table in metadata.tables.items():
        columns = sorted(table.columns, key=lambda column: column.name)
        rows = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
        found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found
