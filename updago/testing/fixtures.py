"""Pytest fixtures for the kernel and for plugins: a site of one's own, on a fresh database."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from updago.kernel.app import Site, build_site
from updago.kernel.clock import FrozenClock
from updago.kernel.db.base import Base
from updago.kernel.plugins.manager import Plugin, discover

START = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FrozenClock:
    """A clock that stands at Monday 9 November 2026, 9:00 in Paris."""
    return FrozenClock(START)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every installed table and no row, made once per test run."""
    folder = tmp_path_factory.mktemp("template")
    site = build_site({"data_dir": folder}, environ={})
    Base.metadata.create_all(site.database.write_engine)
    site.close()
    return folder / "updago.sqlite"


@pytest.fixture
def make_site(
    tmp_path: Path, clock: FrozenClock, empty_database: Path
) -> Iterator[Callable[..., Site]]:
    """A function that builds a strict site: `make_site(*plugins, **settings)`.

    Without plugins, all installed ones are taken. Each site has its own folder and database.
    """
    sites: list[Site] = []

    def make(*plugins: Plugin, **settings: Any) -> Site:
        folder = tmp_path / f"site{len(sites)}"
        folder.mkdir()
        shutil.copy(empty_database, folder / "updago.sqlite")
        chosen = list(plugins) or discover()
        site = build_site(
            {"data_dir": folder, **settings}, plugins=chosen, clock=clock, strict=True, environ={}
        )
        sites.append(site)
        return site

    yield make
    for site in sites:
        site.close()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site with every installed plugin."""
    return make_site()
