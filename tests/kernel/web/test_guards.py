from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.kernel.web.sample.plugin import SamplePlugin
from tests.kernel.web.sample.routes import Box, box_of
from updago.kernel.app import Site
from updago.kernel.web.guards import MOST_SLOW, SLOW_SECONDS, InFlight
from updago.testing.web import Client


@pytest.fixture
def hurried(make_site: Callable[..., Site]) -> Client:
    """A site on which a page hangs after a twentieth of a second."""
    return Client(make_site(SamplePlugin(), view_time_s=0.05))


@pytest.fixture
def box(hurried: Client) -> Box:
    return box_of(hurried.wsgi.registry)  # type: ignore[attr-defined]


@pytest.fixture
def two_hang(hurried: Client, box: Box) -> Iterator[None]:
    calls = [
        threading.Thread(target=lambda: hurried.other().get("/sample/hangs")) for _ in range(2)
    ]
    for call in calls:
        call.start()
    time.sleep(0.5)
    yield
    box.go.set()
    for call in calls:
        call.join()


@pytest.mark.usefixtures("two_hang")
def test_a_page_that_hangs_costs_two_requests(hurried: Client) -> None:
    began = time.monotonic()
    page = hurried.get("/sample/hangs", status=503)
    assert time.monotonic() - began < 5
    assert page.headers["Retry-After"]
    record = hurried.site.breakers.report()["sample", "sample.hangs"]
    assert record.last_error == "time-out"


@pytest.mark.usefixtures("two_hang")
def test_the_other_pages_of_the_plugin_go_on(hurried: Client) -> None:
    hurried.get("/sample/hangs", status=503)
    hurried.get("/sample/open", status=200)


def test_a_page_that_raises_stays_open_to_others(hurried: Client) -> None:
    for _ in range(5):
        hurried.get("/sample/broken", status=500)


class TestInFlight:
    def setup_method(self) -> None:
        self.now = 0.0
        self.flying = InFlight(10.0, lambda: self.now)

    def enter(self, number: int, stack: ExitStack) -> None:
        for _ in range(number):
            stack.enter_context(self.flying.call("route"))

    def test_two_calls_over_the_limit_are_stuck_until_they_end(self) -> None:
        with ExitStack() as stack:
            self.enter(2, stack)
            self.now = 10.1
            assert self.flying.is_stuck("route")
            assert not self.flying.is_stuck("other")
        assert not self.flying.is_stuck("route")

    def test_one_call_over_the_limit_is_not(self) -> None:
        with ExitStack() as stack:
            self.enter(1, stack)
            self.now = 100
            assert not self.flying.is_stuck("route")

    def test_many_slow_calls_may_not_take_every_thread(self) -> None:
        with ExitStack() as stack:
            self.enter(MOST_SLOW, stack)
            assert not self.flying.is_stuck("route")
            self.now = SLOW_SECONDS + 0.1
            assert self.flying.is_stuck("route")


def test_a_view_that_is_tried_again_is_not_blamed(sample: Client) -> None:
    assert sample.get("/sample/tries").text == "at the second try"
    record = sample.site.breakers.report().get(("sample", "sample.tries"))
    assert record is None or record.total == 0
