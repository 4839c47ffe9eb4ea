"""What the tests of permissions share: people on a site, and a count of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from updago.kernel.app import Site
from updago.testing.factories.people import People


@pytest.fixture
def people(site: Site) -> People:
    """A maker of people."""
    return People(site)


@pytest.fixture
def queries(site: Site) -> Callable[[], Iterator[list[str]]]:
    """A context in which every statement that is read is listed."""

    @contextmanager
    def listen() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: object, _r: object, statement: str, *_: object) -> None:
            seen.append(statement)

        event.listen(site.database.read_engine, "before_cursor_execute", note)
        yield seen
        event.remove(site.database.read_engine, "before_cursor_execute", note)

    return listen  # type: ignore[return-value]
