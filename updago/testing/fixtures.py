"""Pytest fixtures for the kernel and for plugins: a site of one's own, on a fresh database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    sites: list[Site] = []

    def make(*plugins: Plugin, **settings: Any) -> Site:
        folder = tmp_path / f"site{len(sites)}"
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
