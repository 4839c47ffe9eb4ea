"""What the site remembers of plugins and settings, and who may change it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.db.counters import counters
from updago.kernel.errors import Conflict, Invalid
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.plugins.models import PluginState, SiteSetting
from updago.kernel.plugins.operations import change_settings, disable_plugin, forget_plugin
from updago.kernel.settings import Setting


class Clock(Plugin):
    manifest = Manifest("tower", "Tower", "1", "tool")

    @hookimpl
    def updago_settings(self) -> Iterable[Setting]:
        yield Setting("tower.hour", "Hour", int, 12, scope="site")
        yield Setting("tower.key", "Key", str, "")


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(Clock())


def change(site: Site, **options: Any) -> None:
    with site.acting() as act:
        change_settings(act, site.settings, **options)


def stored(site: Site) -> list[tuple[str, Any]]:
    with site.database.reading() as session:
        return [(row.name, row.value) for row in session.scalars(select(SiteSetting))]


def test_the_default_is_stored_by_storing_nothing(site: Site) -> None:
    change(site, values={"tower.hour": 12})
    assert stored(site) == []
    change(site, values={"tower.hour": 3})
    change(site, values={"tower.hour": 4})
    assert stored(site) == [("tower.hour", 4)]
    change(site, values={"tower.hour": 12})
    assert stored(site) == []


def test_settings_changed_meanwhile_are_not_overwritten(site: Site) -> None:
    change(site, values={"tower.hour": 3}, version=0)
    with pytest.raises(Conflict):
        change(site, values={"tower.hour": 4}, version=0)
    change(site, values={"tower.hour": 4}, version=1)
    assert stored(site) == [("tower.hour", 4)]


@pytest.mark.parametrize("name", ["nobody", "tower.key", "data_dir"])
def test_what_belongs_to_the_start_is_not_changed_on_the_screen(site: Site, name: str) -> None:
    with pytest.raises(Invalid, match=name):
        change(site, values={name: "x"})


def test_what_the_file_fixes_is_not_changed_on_the_screen(make_site: Callable[..., Site]) -> None:
    site = make_site(Clock(), **{"tower.hour": 7})
    with pytest.raises(Invalid, match="fixed"):
        change(site, values={"tower.hour": 3})


def test_a_plugin_whose_tables_are_gone_is_forgotten(site: Site) -> None:
    with site.acting() as act:
        disable_plugin(act, site.plugins, name="tower")
    for _ in range(2):
        with site.acting() as act:
            forget_plugin(act, name="tower")
        with site.database.reading() as session:
            assert not session.scalars(select(PluginState)).all()


def test_of_two_that_ask_at_once_one_reads(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    inside, go = threading.Event(), threading.Event()

    def slow(session: Any) -> Any:
        reads.append(1)
        inside.set()
        go.wait(10)
        return counters(session)

    monkeypatch.setattr("updago.kernel.plugins.state.counters", slow)
    site.state.expire()

    def refresh() -> None:
        with site.database.reading() as session:
            site.state.refresh(session)

    threads = [threading.Thread(target=refresh) for _ in range(2)]
    threads[0].start()
    inside.wait(10)
    threads[1].start()
    time.sleep(0.05)
    go.set()
    for thread in threads:
        thread.join(10)
    assert reads == [1]
