"""A plugin that hangs for a minute, in the real server with its eight threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.ledger import DONE, Ledger
from tests.faults.servers import Answer, Server, Signed
from updago.kernel.app import Site
from updago.kernel.events import BEFORE_SECONDS
from updago.testing.factories.people import People

pytestmark = pytest.mark.slow

PAGES = 50
# A page takes a few hundredths of a second; this is for a machine that does other things too.
PAGE_SECONDS = 2.0
VIEW_SECONDS = 1.0


@pytest.fixture
def manager(shared: Site) -> Signed:
    return Signed.into(shared, People(shared).manager().id)


@pytest.fixture
def start(
    shared: Site, serve: Callable[..., Server], installed_evil: Path
) -> Callable[[float], Server]:
    """A function that starts the server; a view may take so many seconds."""

    def begin(seconds: float) -> Server:
        more = {"PYTHONPATH": str(installed_evil), "EVIL_MODE": "sleep"}
        return serve(shared, UPDAGO_VIEW_TIME_S=str(seconds), **more)

    return begin


def twice(ask: Callable[[], Answer]) -> None:
    """Two people ask, and wait for the minute that it takes."""
    for _ in range(2):
        threading.Thread(target=ask, daemon=True).start()


def timed(ask: Callable[[], Answer]) -> tuple[int, float]:
    begun = time.monotonic()
    return ask().status, time.monotonic() - begun


def others_are_served(server: Server) -> bool:
    """Whether further pages come without an error and in time."""
    pages = [timed(lambda: server.ask("/login/local")) for _ in range(PAGES)]
    assert {status for status, _ in pages} == {200}
    return sorted(seconds for _, seconds in pages)[PAGES * 95 // 100] < PAGE_SECONDS


def test_a_view_that_hangs_costs_two_requests_and_is_named(
    start: Callable[[float], Server], manager: Signed
) -> None:
    server = start(VIEW_SECONDS)
    twice(lambda: server.ask("/evil/hang"))
    time.sleep(2 * VIEW_SECONDS)
    for _ in range(10):
        status, seconds = timed(lambda: server.ask("/evil/hang"))
        assert status == 503
        assert seconds < PAGE_SECONDS
    assert others_are_served(server)
    health = server.ask("/admin/health", manager.cookie).text
    assert "evil.hang" in health
    assert "time-out" in health


def test_a_handler_that_hangs_before_the_commit_costs_two_requests_and_no_lock(
    shared: Site, start: Callable[[float], Server], manager: Signed
) -> None:
    server = start(60)  # the page of the plugin itself is not what is tested
    ledger = Ledger.of(shared)
    twice(lambda: server.ask("/evil/poke", fields={}))
    time.sleep(BEFORE_SECONDS / 2)
    # Others write meanwhile: they wait until the handler has lost its transaction, twice at most.
    status, seconds = timed(lambda: Answer(ledger.send(server, manager, "meanwhile")))
    assert status == DONE
    assert seconds < 2 * BEFORE_SECONDS + PAGE_SECONDS
    time.sleep(2 * BEFORE_SECONDS)
    for _ in range(5):
        answer = server.ask("/evil/poke", fields={})
        assert (answer.status, answer.text) == (200, "done")  # without the handler
    assert ledger.send(server, manager, "afterwards") == DONE
    assert others_are_served(server)
    health = server.ask("/admin/health", manager.cookie).text
    assert "evil.before" in health
    assert "time-out" in health
    ledger.balance(shared)
