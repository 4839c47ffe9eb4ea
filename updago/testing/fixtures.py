"""Pytest fixtures for the kernel and for plugins: a site of one's own, on a fresh database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from updago.kernel.app import Site, build_site
from updago.kernel.clock import FrozenClock
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.plugins.manager import Plugin, discover
from updago.testing.databases import PlaceDatabase

START = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FrozenClock:
    """A clock that stands at Monday 9 November 2026, 9:00 in Paris."""
    return FrozenClock(START)


@pytest.fixture
def make_site(
    tmp_path: Path, clock: FrozenClock, place_database: PlaceDatabase
) -> Iterator[Callable[..., Site]]:
    """A function that builds a strict site: `make_site(*plugins, **settings)`.

    Without plugins, all installed ones are taken. Each site has its own folder and database.
    """
    with sites_below(tmp_path, place_database, clock) as make:
        yield make


@pytest.fixture(scope="session")
def make_shared_site(
    tmp_path_factory: pytest.TempPathFactory, place_for_the_run: PlaceDatabase
) -> Iterator[Callable[..., Site]]:
    """As `make_site`, for a site that several tests look at and none changes."""
    folder = tmp_path_factory.mktemp("shared")
    with sites_below(folder, place_for_the_run, FrozenClock(START)) as make:
        yield make


@contextmanager
def sites_below(
    home: Path, place_database: PlaceDatabase, clock: FrozenClock
) -> Iterator[Callable[..., Site]]:
    """A function that builds sites in folders of their own below `home`; all are closed after."""
    sites: list[Site] = []

    def make(*plugins: Plugin, **settings: Any) -> Site:
        folder = home / f"site{len(sites)}"
        folder.mkdir()
        given = {"data_dir": folder, **place_database(folder), **settings}
        chosen = list(plugins) or discover()
        site = build_site(given, plugins=chosen, clock=clock, strict=True, environ={})
        sites.append(site)
        return site

    yield make
    for site in sites:
        site.close()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site with every installed plugin."""
    return make_site()


@pytest.fixture
def asking(site: Site) -> Iterator[Callable[..., Oracle]]:
    """A function that gives a fresh oracle, as a new request does: `asking(person_id)`."""
    opened: list[Session] = []

    def ask(person_id: int | None, *, is_guest: bool = False) -> Oracle:
        session = site.database.reader()
        opened.append(session)
        site.state.expire()
        site.state.refresh(session)
        return site.oracle(session, person_id, is_guest=is_guest)

    yield ask
    for session in opened:
        session.close()
