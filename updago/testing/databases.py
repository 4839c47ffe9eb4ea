"""The database of the tests' sites: SQLite, or PostgreSQL when ``TEST_DATABASE=postgresql``.

An empty database is made once per run and copied for each site.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import URL, Connection, create_engine, text

from updago.kernel.app import build_site
from updago.kernel.db.base import Base
from updago.kernel.plugins.manager import discover

VARIABLE: Final = "TEST_DATABASE"
TEMPLATE: Final = "updago_empty"
# Whoever asks for one of these fixtures works on a database.
PLACES: Final = frozenset({"place_database", "place_for_the_run"})

# Puts an empty database where a site in a folder finds it; returns the settings that name it.
PlaceDatabase = Callable[[Path], dict[str, str]]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every installed table and no row, made once per test run."""
    folder = tmp_path_factory.mktemp("template")
    make_tables({"data_dir": folder})
    return folder / "updago.sqlite"


@pytest.fixture(scope="session")
def empty_postgres(postgres_server: URL, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with every installed table and no row, made once per test run."""
    with administration(postgres_server) as connection:
        # Nothing here outlives the run: waiting for the disk would take most of its time.
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f"CREATE DATABASE {TEMPLATE}"))
    folder = tmp_path_factory.mktemp("template")
    make_tables({"data_dir": folder, "database_url": address(postgres_server, TEMPLATE)})
    return TEMPLATE


@pytest.fixture
def place_database(request: pytest.FixtureRequest) -> Iterator[PlaceDatabase]:
    """Copy the empty database for a site; what was made is gone after the test."""
    with copies(request, "site") as place:
        yield place


@pytest.fixture(scope="session")
def place_for_the_run(request: pytest.FixtureRequest) -> Iterator[PlaceDatabase]:
    """As `place_database`, for sites that are shared by all tests of a run."""
    with copies(request, "shared") as place:
        yield place


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests whose result may differ from one database to the other."""
    for item in items:
        if PLACES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def copies(request: pytest.FixtureRequest, name: str) -> AbstractContextManager[PlaceDatabase]:
    """Copies of the empty database of the kind that is tested; `name` begins their names."""
    if os.environ.get(VARIABLE) == "postgresql":
        server = request.getfixturevalue("postgres_server")
        return postgres_copies(server, request.getfixturevalue("empty_postgres"), name)
    return nullcontext(sqlite_copies(request.getfixturevalue("empty_database")))


def sqlite_copies(empty: Path) -> PlaceDatabase:
    """Copies of a file, each in its site's folder, where settings look for it."""

    def place(folder: Path) -> dict[str, str]:
        shutil.copy(empty, folder / empty.name)
        return {}

    return place


@contextmanager
def postgres_copies(server: URL, template: str, name: str) -> Iterator[PlaceDatabase]:
    """Copies of a database on one server, dropped in the end."""
    names: list[str] = []

    def place(_folder: Path) -> dict[str, str]:
        names.append(f"{name}{len(names)}")
        with administration(server) as connection:
            connection.execute(text(f"CREATE DATABASE {names[-1]} TEMPLATE {template}"))
        return {"database_url": address(server, names[-1])}

    yield place
    with administration(server) as connection:
        for made in names:
            connection.execute(text(f"DROP DATABASE {made} WITH (FORCE)"))


@contextmanager
def administration(server: URL) -> Iterator[Connection]:
    """A connection that may make and drop databases."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def address(server: URL, name: str) -> str:
    """The address of a database, as settings take it."""
    url = server.set(drivername="postgresql", database=name)
    return url.render_as_string(hide_password=False)


def make_tables(settings: dict[str, Path | str]) -> None:
    """Make every installed table in an empty database."""
    # Named here: whoever tests the start of a site changes what the site itself finds.
    site = build_site(settings, plugins=discover(), environ={})
    Base.metadata.create_all(site.database.write_engine)
    site.close()
