from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from tests.migrations.conftest import MakeSite
from updago.kernel.app import Site
from updago.kernel.db import migrate
from updago.kernel.db.histories import histories
from updago.kernel.db.schema import SchemaHead
from updago.kernel.errors import Conflict, NotFound
from updago.kernel.plugins.declarations import Command


def run(site: Site, command: str, **arguments: object) -> Mapping[str, Any]:
    """Run a command as the command line does."""
    answer: Mapping[str, Any] = site.declared(Command)[command].run(
        site, argparse.Namespace(**arguments)
    )
    return answer


def test_the_database_is_upgraded_and_checked(bare_site: MakeSite) -> None:
    site = bare_site("", [])
    with pytest.raises(Conflict, match="core waits: core_0001"):
        run(site, "check")
    assert run(site, "upgrade")["done"][0] == "core_0001"
    assert run(site, "check") == {"wrong": {}}
    assert run(site, "upgrade") == {"done": []}


def test_one_step_may_be_undone_and_done_again(bare_site: MakeSite) -> None:
    site = bare_site("", [])
    *others, last = run(site, "upgrade")["done"]
    assert run(site, "downgrade", target=f"core@{others[-1]}") == {"undone": [last]}
    assert run(site, "upgrade") == {"done": [last]}


def test_an_unknown_target_is_told(bare_site: MakeSite) -> None:
    site = bare_site("", [])
    run(site, "upgrade")
    for target in ("core@core_9999", "nobody@base", "core"):
        with pytest.raises(NotFound, match=target):
            run(site, "downgrade", target=target)


def test_the_kernel_stays_while_plugins_stand_on_it(bare_site: MakeSite) -> None:
    site = bare_site()
    run(site, "upgrade")
    with pytest.raises(Conflict, match="updago downgrade"):
        run(site, "downgrade", target="core@base")
    assert migrate.pending(site) == {}


def test_a_plugin_is_removed_with_its_tables(bare_site: MakeSite) -> None:
    site = bare_site()
    run(site, "upgrade")
    assert run(site, "plugins remove", name="page", yes=True)["undone"] == ["page_0001"]
    assert list(migrate.pending(site)) == ["page"]


def test_nothing_is_drafted_when_nothing_lacks(bare_site: MakeSite) -> None:
    site = bare_site("", [])
    assert run(site, "plugins migration", name="core") == {"files": []}
    with pytest.raises(NotFound):
        run(site, "plugins migration", name="nobody")


def test_a_new_plugin_is_written_where_it_is_wanted(bare_site: MakeSite, tmp_path: Path) -> None:
    made = run(bare_site("", []), "plugins new", name="quick", kind="activity", path=tmp_path)
    assert str(tmp_path / "quick" / "plugin.py") in made["files"]


def test_a_database_that_fails_is_not_taken_for_an_empty_one(bare_site: MakeSite) -> None:
    site = bare_site("", [])
    assert migrate.heads(site.database).by_owner == {}
    run(site, "upgrade")
    with site.database.write_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE core_schema RENAME COLUMN head TO tail")
    with pytest.raises(OperationalError, match="head"):
        migrate.heads(site.database)


def test_the_kernel_steps_back_as_far_as_its_plugins_let_it(bare_site: MakeSite) -> None:
    site = bare_site()
    done = [step for step in run(site, "upgrade")["done"] if step.startswith("core_")]
    with site.database.writer.begin() as session:
        session.execute(delete(SchemaHead).where(SchemaHead.plugin == "page"))
        session.execute(
            update(SchemaHead).where(SchemaHead.plugin == "url").values(head="url_9999")
        )
    needed = max(
        history.requires(step) or ""
        for history in histories(site.plugins)[1:]
        for step in history.ids
        if history.owner not in {"page", "url"}
    )
    assert run(site, "downgrade", target=f"core@{needed}")["undone"] == [
        step for step in reversed(done) if step > needed
    ]
