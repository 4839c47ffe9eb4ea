from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import inspect

from tests.migrations.conftest import MakeSite
from updago.kernel.app import Site
from updago.kernel.db import migrate
from updago.kernel.db.drift import check
from updago.kernel.db.histories import KERNEL, histories
from updago.kernel.errors import StartError
from updago.kernel.plugins.manager import discover


def tables(site: Site) -> set[str]:
    return set(inspect(site.database.read_engine).get_table_names())


def test_a_fresh_database_is_what_the_models_say(bare_site: MakeSite, url: str) -> None:
    site = bare_site(url)
    migrate.upgrade(site)
    assert check(site) == {}
    assert migrate.pending(site) == {}
    migrate.refuse_if_behind(site)


def test_an_upgrade_may_be_repeated(bare_site: MakeSite, url: str) -> None:
    site = bare_site(url)
    assert migrate.upgrade(site)
    assert migrate.upgrade(site) == []


def test_the_kernel_first_and_then_each_plugin(bare_site: MakeSite, url: str) -> None:
    migrate.upgrade(bare_site(url, []))
    site = bare_site(url)
    migrate.upgrade(site)
    assert check(site) == {}


def test_each_plugin_goes_down_and_up_again(bare_site: MakeSite, url: str) -> None:
    site = bare_site(url)
    migrate.upgrade(site)
    complete = tables(site)
    for history in reversed(histories(site.plugins)):
        if not history.ids or history.owner == KERNEL:
            continue
        migrate.downgrade(site, f"{history.owner}@base")
        left = {t for t in tables(site) if t.startswith(f"{history.owner}_")}
        assert not left
    migrate.upgrade(site)
    assert tables(site) == complete
    assert check(site) == {}


def test_the_kernel_goes_down_to_nothing_and_up_again(bare_site: MakeSite, url: str) -> None:
    site = bare_site(url, [])
    migrate.upgrade(site)
    migrate.downgrade(site, "core@base")
    assert tables(site) <= {"av_core"}
    migrate.upgrade(site)
    assert check(site) == {}


def test_a_site_behind_its_code_does_not_start(bare_site: MakeSite) -> None:
    with pytest.raises(StartError, match="updago upgrade"):
        migrate.refuse_if_behind(bare_site())


@pytest.mark.postgres
def test_four_upgrades_at_once_end_well(bare_site: MakeSite, postgres_url: str) -> None:
    sites = [bare_site(postgres_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(migrate.upgrade, sites))
    assert sorted(map(bool, done)) == [False, False, False, True]
    assert check(sites[0]) == {}


def test_every_migration_is_called_after_its_owner() -> None:
    from updago.kernel.plugins.manager import PluginManager

    for history in histories(PluginManager(discover())):
        files = {p.stem for p in history.folder.glob("*.py")} - {"__init__"}
        assert files == set(history.ids)
        assert all(len(name) <= 32 for name in files)
