from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from updago.kernel.app import Site, build_site
from updago.kernel.plugins.manager import Plugin, discover

MakeSite = Callable[..., Site]


@pytest.fixture
def bare_site(tmp_path: Path) -> Iterator[MakeSite]:
    """A function that builds a site on a database without tables: the same one each time."""
    sites: list[Site] = []

    def make(url: str = "", plugins: list[Plugin] | None = None) -> Site:
        settings = {"data_dir": tmp_path / "site", "database_url": url}
        chosen = discover() if plugins is None else plugins
        site = build_site(settings, plugins=chosen, environ={})
        sites.append(site)
        return site

    yield make
    for site in sites:
        site.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind ("" is SQLite in the data folder)."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
