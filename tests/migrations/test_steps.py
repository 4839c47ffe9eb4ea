from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, inspect
from sqlalchemy.exc import PendingRollbackError

from tests.migrations.lines import hashes, line
from updago.kernel.clock import FrozenClock
from updago.kernel.db.database import Database
from updago.kernel.db.histories import History
from updago.kernel.db.migrate import heads, upgrade_all
from updago.kernel.errors import StartError

CLOCK = FrozenClock(datetime(2026, 11, 9, 8, 0, tzinfo=UTC))
KERNEL = (
    """
op.create_table("core_schema", sa.Column("plugin", sa.String(24), primary_key=True),
    sa.Column("head", sa.String(32)), sa.Column("checksum", sa.String(64)),
    sa.Column("at", sa.DateTime(timezone=True)))
""",
    'op.drop_table("core_schema")',
)
PARENT = (
    """
op.create_table("core_person", sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.String(20)))
op.execute("INSERT INTO core_person (id, name) VALUES (1, 'Ada'), (2, 'Emmy')")
""",
    'op.drop_table("core_person")',
)
CHILD = (
    """
op.create_table("toy_post", sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("person_id", sa.Integer(), sa.ForeignKey("core_person.id", ondelete="CASCADE")))
op.execute("INSERT INTO toy_post (id, person_id) VALUES (1, 1), (2, 1), (3, 2)")
""",
    'op.drop_table("toy_post")',
)
WIDER = (
    """
with op.batch_alter_table("core_person", recreate="auto") as table:
    table.alter_column("name", type_=sa.String(40), existing_type=sa.String(20))
""",
    """
with op.batch_alter_table("core_person", recreate="auto") as table:
    table.alter_column("name", type_=sa.String(20), existing_type=sa.String(40))
""",
)
ORPHANS = ("op.execute(\"DELETE FROM core_person WHERE name = 'Ada'\")", "")


class Killed(BaseException):
    """The process ends in the middle."""


@pytest.fixture
def database(url: str, tmp_path: Path) -> Iterator[Database]:
    database = Database(url or f"sqlite:///{tmp_path / 'site.sqlite'}")
    yield database
    database.dispose()


@pytest.fixture
def kernel(tmp_path: Path) -> History:
    return line(tmp_path / "core", "core", KERNEL, PARENT)


@pytest.fixture
def toy(tmp_path: Path) -> History:
    return line(tmp_path / "toy", "toy", CHILD, requires="core_0002")


def rows(database: Database) -> dict[str, tuple[int, str]]:
    with database.read_engine.connect() as connection:
        return hashes(connection)


def test_a_step_notes_its_head_and_when(database: Database, kernel: History, toy: History) -> None:
    assert upgrade_all(database, [kernel, toy], CLOCK) == ["core_0001", "core_0002", "toy_0001"]
    known = heads(database)
    assert known.by_owner == {
        "core": ("core_0002", kernel.checksum("core_0002")),
        "toy": ("toy_0001", toy.checksum("toy_0001")),
    }


def test_rebuilding_a_parent_keeps_its_children(
    database: Database, kernel: History, toy: History, tmp_path: Path
) -> None:
    upgrade_all(database, [kernel, toy], CLOCK)
    before = rows(database)["toy_post"]
    longer = line(tmp_path / "core2", "core", KERNEL, PARENT, WIDER)
    assert upgrade_all(database, [longer, toy], CLOCK) == ["core_0003"]
    assert rows(database)["toy_post"] == before
    assert before[0] == 3


def test_a_step_that_would_leave_orphans_is_undone(
    database: Database, kernel: History, toy: History, tmp_path: Path
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL deletes the children itself, as the model says")
    upgrade_all(database, [kernel, toy], CLOCK)
    before = rows(database)
    longer = line(tmp_path / "core2", "core", KERNEL, PARENT, ORPHANS)
    with pytest.raises(StartError, match="toy_post without core_person"):
        upgrade_all(database, [longer, toy], CLOCK)
    assert rows(database) == before
    with database.write_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_plugin_whose_files_are_gone_blocks_nobody(
    database: Database, kernel: History, toy: History, tmp_path: Path
) -> None:
    upgrade_all(database, [kernel, toy], CLOCK)
    longer = line(tmp_path / "core2", "core", KERNEL, PARENT, WIDER)
    assert upgrade_all(database, [longer], CLOCK) == ["core_0003"]
    assert heads(database).of("toy") == "toy_0001"
    assert upgrade_all(database, [longer, toy], CLOCK) == []


def test_a_database_newer_than_the_files_is_left_alone(
    database: Database, kernel: History, tmp_path: Path
) -> None:
    longer = line(tmp_path / "core2", "core", KERNEL, PARENT, WIDER)
    upgrade_all(database, [longer], CLOCK)
    assert upgrade_all(database, [kernel], CLOCK) == []
    assert heads(database).of("core") == "core_0003"


def test_a_plugin_for_a_newer_kernel_waits_for_it(
    database: Database, kernel: History, tmp_path: Path
) -> None:
    early = line(tmp_path / "early", "toy", CHILD, requires="core_0003")
    with pytest.raises(StartError, match="core_0003"):
        upgrade_all(database, [kernel, early], CLOCK)
    assert "toy_post" not in inspect(database.read_engine).get_table_names()


@pytest.mark.slow
def test_an_upgrade_killed_at_any_statement_is_completed_by_the_next(
    url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    lines = [
        line(tmp_path / "core", "core", KERNEL, PARENT, WIDER),
        line(tmp_path / "toy", "toy", CHILD, requires="core_0003"),
    ]
    complete = None
    statements = 1
    killed_at = 0
    while killed_at < statements:
        fresh = request.getfixturevalue("make_postgres")() if url else ""
        database = Database(fresh or f"sqlite:///{tmp_path / f'{killed_at}.sqlite'}")
        statements = _upgrade_until(database, lines, killed_at)
        upgrade_all(database, lines, CLOCK)
        complete = complete or rows(database)
        assert rows(database) == complete, f"killed at statement {killed_at}"
        database.dispose()
        killed_at += 1
    assert killed_at > 10


def _upgrade_until(database: Database, lines: list[History], number: int) -> int:
    """Upgrade until that statement; returns one more than were run."""
    count = 0

    def kill(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        nonlocal count
        count += 1
        if count > number and not statement.startswith("SELECT pg_advisory"):
            raise Killed

    event.listen(database.write_engine, "before_cursor_execute", kill)
    try:
        upgrade_all(database, lines, CLOCK)
    except (Killed, PendingRollbackError):  # alembic tidies up over the dead connection
        return number + 2
    finally:
        event.remove(database.write_engine, "before_cursor_execute", kill)
    return number
