"""F03: PostgreSQL is stopped and started again while people read and send forms."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.ledger import AWAY, Ledger, under_load
from tests.faults.servers import Server, Signed
from updago.kernel.app import Site, build_site
from updago.kernel.db import migrate
from updago.testing.factories.people import People
from updago.testing.postgres import address_of, running_server

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

AWAY_SECONDS = 10.0
BACK_SECONDS = 5.0
PAGE = "/login/local"


@pytest.fixture
def postgres() -> Iterator[Any]:
    with running_server() as server:
        yield server


@pytest.fixture
def grown(postgres: Any, tmp_path: Path) -> Iterator[Site]:
    """A site on that server."""
    url = address_of(postgres).set(drivername="postgresql")
    settings = {
        "data_dir": tmp_path / "var",
        "database_url": url.render_as_string(hide_password=False),
    }
    site = build_site(settings, environ={})
    migrate.upgrade(site)
    yield site
    site.close()


def test_f03_a_database_that_is_away_is_waited_for(
    grown: Site, postgres: Any, serve: Callable[..., Server]
) -> None:
    maker = People(grown)
    people = [Signed.into(grown, maker.manager().id) for _ in range(3)]
    server, ledger = serve(grown), Ledger.of(grown)

    def be_away() -> None:
        time.sleep(2)
        postgres.stop()
        back_at = time.monotonic() + AWAY_SECONDS
        while time.monotonic() < back_at:
            page = server.ask(PAGE, people[0].cookie)
            assert page.status == AWAY
            assert page.headers["Retry-After"]
            assert server.ask("/readyz").status == AWAY
            assert server.ask("/healthz").status == 200  # the process needs no restart
        postgres.start()
        back_at = time.monotonic()
        while server.ask(PAGE, people[0].cookie).status != 200:
            assert time.monotonic() - back_at < BACK_SECONDS
        time.sleep(2)

    under_load(server, people, ledger, 1, be_away)
    assert {status for _, status in ledger.refused} == {AWAY}
    assert len(ledger.sent) == len(ledger.acknowledged) + len(ledger.refused)
    assert ledger.sent[-1] in ledger.acknowledged, "it does not go on"
    ledger.balance(grown)
