"""Migrations: the kernel first, then each plugin; one transaction and one note per step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, delete, insert, inspect, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from updago.kernel.clock import Clock
from updago.kernel.db.database import Database
from updago.kernel.db.histories import KERNEL, History, histories
from updago.kernel.db.schema import SchemaHead
from updago.kernel.errors import Conflict, NotFound, StartError
from updago.kernel.i18n import _

if TYPE_CHECKING:
    from alembic.runtime.migration import RevisionStep

    from updago.kernel.app import Site

# Any constant: those who migrate one PostgreSQL database at once queue up for it.
LOCK_KEY: Final = 0x75706461676F
BASE: Final = "base"


@dataclass(frozen=True, slots=True)
class Heads:
    """What `core_schema` says: the head and checksum of each owner."""

    by_owner: dict[str, tuple[str, str]]

    def of(self, owner: str) -> str | None:
        return self.by_owner.get(owner, (None, ""))[0]


def heads(database: Database) -> Heads:
    """Read `core_schema`, one query; an empty database has no head at all."""
    query = select(SchemaHead.plugin, SchemaHead.head, SchemaHead.checksum)
    with database.reading() as session:
        try:
            return Heads({plugin: (head, sum_) for plugin, head, sum_ in session.execute(query)})
        except (OperationalError, ProgrammingError):
            if inspect(database.read_engine).has_table(SchemaHead.__tablename__):
                raise
            return Heads({})


def pending(site: Site) -> dict[str, tuple[str, ...]]:
    """The revisions that wait, by owner; an owner whose files are gone waits for nothing."""
    known = heads(site.database)
    found = {h.owner: h.after(known.of(h.owner)) for h in histories(site.plugins)}
    return {owner: waiting for owner, waiting in found.items() if waiting}


def refuse_if_behind(site: Site) -> None:
    """Raises StartError when the database is older than the code."""
    if waiting := pending(site):
        raise StartError(
            _("The database is older than this version (${names}). Run: updago upgrade"),
            {"names": ", ".join(waiting)},
        )


def upgrade(site: Site) -> list[str]:
    """Run all that waits, in order, and return the revisions; safe to repeat and to run twice."""
    return upgrade_all(site.database, histories(site.plugins), site.clock)


def upgrade_all(database: Database, lines: list[History], clock: Clock) -> list[str]:
    """As `upgrade`, for any database and any set of histories."""
    done: list[str] = []
    with _one_at_a_time(database):
        for history in lines:
            while (revision := _step(database, history, clock, up=True)) is not None:
                done.append(revision)
    return done


def downgrade(site: Site, target: str) -> list[str]:
    """Go back to `owner@revision` or `owner@base`; returns the revisions that were undone.

    Raises NotFound for an unknown target, Conflict when something else stands on what would go.
    """
    owner, _at, revision = target.partition("@")
    history = next((h for h in histories(site.plugins) if h.owner == owner), None)
    if history is None or revision not in (*history.ids, BASE):
        raise NotFound(_("There is no migration ${target}."), {"target": target})
    floor = None if revision == BASE else revision
    if owner == KERNEL:
        _refuse_to_leave_others(site, floor)
    undone: list[str] = []
    with _one_at_a_time(site.database):
        while (
            step := _step(site.database, history, site.clock, up=False, floor=floor)
        ) is not None:
            undone.append(step)
    return undone


def _refuse_to_leave_others(site: Site, floor: str | None) -> None:
    known = heads(site.database)
    for history in histories(site.plugins)[1:]:
        head = known.of(history.owner)
        if head is None or head not in history.ids:
            continue
        needed = [history.requires(r) or "" for r in history.ids[: history.ids.index(head) + 1]]
        if max(needed) > (floor or ""):
            raise Conflict(
                _("The plugin ${name} needs ${revision}. Run first: updago downgrade ${name}@base"),
                {"name": history.owner, "revision": max(needed)},
            )


def _step(
    database: Database, history: History, clock: Clock, *, up: bool, floor: str | None = None
) -> str | None:
    """Run one revision in a transaction of its own; the revision, or None when there is none."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import RevisionStep

    taken: list[str] = []

    def choose(current: tuple[str, ...], _context: object) -> list[RevisionStep]:
        now = current[0] if current else None
        step = history.after(now)[:1] if up else (now,) * (now not in {None, floor})
        if not step or step[0] is None:
            return []
        if up:
            _refuse_without_kernel(connection, history, step[0])
        taken.append(step[0])
        revision = history.script.get_revision(step[0])
        return [RevisionStep(history.script.revision_map, revision, is_upgrade=up)]

    def note(ctx: object, step: object, heads: Collection[str], run_args: object) -> None:
        del ctx, step, run_args  # alembic passes all four by name
        _write_head(connection, history, heads, clock)

    if not history.ids:
        return None
    with _migrating(database) as connection:
        environment = EnvironmentContext(Config(), history.script, fn=choose)
        environment.configure(
            connection=connection, version_table=history.version_table, on_version_apply=note
        )
        environment.run_migrations()
    return taken[0] if taken else None


def _refuse_without_kernel(connection: Connection, history: History, revision: str) -> None:
    needed = history.requires(revision)
    if needed is None:
        return
    query = select(SchemaHead.head).where(SchemaHead.plugin == KERNEL)
    head = connection.scalar(query) or ""
    if head < needed:
        raise StartError(
            _("The plugin ${name} needs a newer UPdago, with ${revision}. Install that first."),
            {"name": history.owner, "revision": needed},
        )


def _write_head(
    connection: Connection, history: History, heads: Collection[str], clock: Clock
) -> None:
    if not inspect(connection).has_table(SchemaHead.__tablename__):
        return  # the kernel's own first steps, before that table is made and after it is gone
    connection.execute(delete(SchemaHead).where(SchemaHead.plugin == history.owner))
    for head in heads:
        connection.execute(
            insert(SchemaHead).values(
                plugin=history.owner, head=head, checksum=history.checksum(head), at=clock.now()
            )
        )


@contextmanager
def _one_at_a_time(database: Database) -> Iterator[None]:
    if database.is_sqlite:
        yield  # each step takes the writer's turn and reads where the other one has come to
        return
    with database.write_engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK_KEY})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK_KEY})


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    """A transaction for one step.

    On SQLite a table is rebuilt by dropping it, which would empty its child tables: foreign keys
    are off meanwhile, and all are checked before the commit.
    """
    with database.write_engine.connect() as connection:
        driver = connection.connection.driver_connection
        if not database.is_sqlite or driver is None:
            with connection.begin():
                yield connection
            return
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise StartError(
                        _("The migration would leave rows of ${table} without ${parent}."),
                        {"table": broken[0], "parent": broken[2]},
                    )
        finally:
            if not connection.invalidated:
                driver.execute("PRAGMA foreign_keys=ON")
