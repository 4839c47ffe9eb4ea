"""F01: a web worker is killed again and again while people send forms."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable

import pytest

from tests.faults.ledger import Ledger, under_load
from tests.faults.servers import Server, Signed
from updago.kernel.app import Site
from updago.testing.factories.people import People

WORKERS = 2
ROUNDS = 8
# A replaced worker that dies at once again would be a crash loop.
CALM_SECONDS = 6.0


@pytest.mark.slow
def test_f01_a_killed_web_worker_loses_nothing_and_is_replaced(
    shared: Site, serve: Callable[..., Server], until: Callable[..., None]
) -> None:
    maker = People(shared)
    people = [Signed.into(shared, maker.manager().id) for _ in range(4)]
    server = serve(shared, "--workers", str(WORKERS))
    chance, ledger = random.Random(1), Ledger.of(shared)
    until(lambda: len(server.workers()) == WORKERS)

    def kill_one() -> None:
        time.sleep(CALM_SECONDS * chance.uniform(1.0, 1.2))
        victim = chance.choice(server.workers())
        os.kill(victim, signal.SIGKILL)
        until(lambda: len(set(server.workers()) - {victim}) == WORKERS)

    under_load(server, people, ledger, ROUNDS, kill_one)
    assert ledger.refused == []  # the other worker went on
    assert len(ledger.sent) > len(ledger.acknowledged) > 0, "no kill met a request"
    ledger.balance(shared)
    with shared.database.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
