"""Where models and database differ: for `updago check`, and for writing migrations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from updago.kernel.db.base import Base
from updago.kernel.db.histories import KERNEL, histories, tables_of
from updago.kernel.db.migrate import heads, pending

if TYPE_CHECKING:
    from alembic.migration import MigrationContext

    from updago.kernel.app import Site
    from updago.kernel.db.database import Database


def owners_of(site: Site) -> list[str]:
    """The kernel and the installed plugins."""
    return [KERNEL, *site.plugins.plugins]


@contextmanager
def comparing(database: Database, tables: set[str]) -> Iterator[MigrationContext]:
    """A context of alembic that sees only the named tables, in models and database."""

    def in_database(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "table" or name in tables

    def in_models(_item: Any, name: str | None, kind: str, *_: Any) -> bool:
        return kind != "table" or name in tables

    from alembic.migration import MigrationContext

    with database.read_engine.connect() as connection:
        yield MigrationContext.configure(
            connection,
            opts={
                "include_name": in_database,
                "include_object": in_models,
                "target_metadata": Base.metadata,
                "render_as_batch": True,
                "compare_type": True,
            },
        )


def differences(site: Site, owner: str) -> list[str]:
    """What alembic would change to make the database fit the owner's models."""
    names = {table.name for table in tables_of(owner, owners_of(site))}
    if not names:
        return []
    from alembic.autogenerate import compare_metadata

    with comparing(site.database, names) as context:
        found: Sequence[Any] = compare_metadata(context, Base.metadata)
    return [_words(item) for item in found]


def check(site: Site) -> dict[str, list[str]]:
    """What is wrong with the schema, by owner: waiting, differing, or edited after it had run."""
    waiting, known = pending(site), heads(site.database)
    wrong: dict[str, list[str]] = {}
    for history in histories(site.plugins):
        complaints = [f"waits: {revision}" for revision in waiting.get(history.owner, ())]
        head, checksum = known.by_owner.get(history.owner, (None, ""))
        if head is not None and head in history.ids and history.checksum(head) != checksum:
            complaints.append(f"edited after it had run: {head} or one before it")
        if not complaints:
            complaints = [f"differs: {text}" for text in differences(site, history.owner)]
        if complaints:
            wrong[history.owner] = complaints
    return wrong


def _words(difference: Any) -> str:
    parts = difference if isinstance(difference, tuple) else tuple(difference[0])
    return " ".join(str(part) for part in parts if part is not None)
