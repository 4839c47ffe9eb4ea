from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect

from tests.migrations.conftest import MakeSite
from tests.migrations.filling import ROWS, fill
from tests.migrations.lines import hashes, line
from updago.kernel.app import Site
from updago.kernel.db import drafting, migrate
from updago.kernel.db.drift import check, differences, owners_of
from updago.kernel.db.histories import KERNEL, History, tables_of
from updago.kernel.errors import NotFound
from updago.kernel.plugins.manager import discover


def test_drafted_migrations_make_what_the_models_say(
    bare_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    site = bare_site(url, [])
    history = History(KERNEL, tmp_path / "drafts")
    history.folder.mkdir()
    monkeypatch.setattr(drafting, "histories", lambda _: [history])
    written = drafting.draft(site, KERNEL)
    assert [path.stem for path in written] == [f"core_{n:04}" for n in range(1, len(written) + 1)]
    fresh = History(KERNEL, history.folder)
    migrate.upgrade_all(site.database, [fresh], site.clock)
    assert differences(site, KERNEL) == []
    monkeypatch.setattr(drafting, "histories", lambda _: [fresh])
    assert drafting.draft(site, KERNEL) == []


def test_a_lacking_column_is_drafted_by_name(
    bare_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = bare_site("", [])
    migrate.upgrade(site)
    with site.database.write_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE core_category DROP COLUMN description")
    assert ["core_category" in text for text in differences(site, KERNEL)] == [True]
    assert "differs" in check(site)[KERNEL][0]


def test_an_edited_migration_is_told(bare_site: MakeSite) -> None:
    site = bare_site("", [])
    migrate.upgrade(site)
    with site.database.write_engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core_schema SET checksum = 'other'")
    assert check(site) == {KERNEL: [f"edited after it had run: {_head(site)} or one before it"]}


def _head(site: Site) -> str:
    head = migrate.heads(site.database).of(KERNEL)
    assert head is not None
    return head


def test_every_kernel_table_may_be_rebuilt_under_full_plugin_tables(
    bare_site: MakeSite, tmp_path: Path, url: str
) -> None:
    site = bare_site(url)
    migrate.upgrade(site)
    present = set(inspect(site.database.read_engine).get_table_names())
    with site.database.write_engine.begin() as connection:
        fill(connection, present - {"core_schema"})
    names = [t.name for t in tables_of(KERNEL, owners_of(site)) if t.name in present]
    recreate = "always" if site.database.is_sqlite else "auto"
    code = "\n".join(
        f'with op.batch_alter_table("{name}", recreate="{recreate}") as table:\n'
        '    table.add_column(sa.Column("added", sa.Integer(), nullable=True))\n'
        f'with op.batch_alter_table("{name}", recreate="{recreate}") as table:\n'
        '    table.drop_column("added")'
        for name in names
    )
    before = _hashes(site)
    rebuild = line(tmp_path / "rebuild", "zz", (code, ""))
    migrate.upgrade_all(site.database, [rebuild], site.clock)
    after = _hashes(site)
    assert {n: after[n] for n in before if n != "core_schema"} == {
        n: before[n] for n in before if n != "core_schema"
    }
    assert all(before[name][0] == ROWS for name in names if name != "core_schema")


def _hashes(site: Site) -> dict[str, tuple[int, str]]:
    with site.database.read_engine.connect() as connection:
        return hashes(connection)


def test_a_plugin_without_tables_needs_no_migration(bare_site: MakeSite) -> None:
    site = bare_site("", [plugin for plugin in discover() if plugin.manifest.name == "label"])
    assert drafting.draft(site, "label") == []
    with pytest.raises(NotFound, match="nobody"):
        drafting.draft(site, "nobody")
