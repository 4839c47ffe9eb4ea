from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from updago.kernel.app import Site
from updago.kernel.events import Event, EventHandler
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.tasks.declarations import JobType, Schedule


@dataclass(frozen=True, slots=True)
class Rang(Event):
    """Somebody rang the bell of the test plugin."""

    name: ClassVar[str] = "busy.bell.rang"
    times: int


@dataclass
class Diary:
    """What the test plugin's work wrote down, and how it is told to behave."""

    lines: list[str] = field(default_factory=list)
    fails: bool = False
    sleeps: float = 0.0

    def note(self, line: str) -> None:
        self.lines.append(line)
        time.sleep(self.sleeps)
        if self.fails:
            raise ValueError(line)


class Busy(Plugin):
    """A plugin with one handler, two jobs and a schedule."""

    manifest = Manifest(name="busy", title="Busy", version="1.0", category="tool")

    def __init__(self, timeout: timedelta = timedelta(minutes=1)) -> None:
        self.diary = Diary()
        self.timeout = timeout

    @hookimpl
    def updago_event_handlers(self) -> Iterable[EventHandler]:
        def hear(_: Site, event: Rang) -> None:
            self.diary.note(f"heard {event.times}")

        return [EventHandler("busy.hear", Rang, "after", hear)]

    @hookimpl
    def updago_jobs(self) -> Iterable[JobType]:
        def do(_: Site, payload: Mapping[str, Any]) -> None:
            self.diary.note(f"did {payload.get('what', 'plan')}")

        return [JobType("busy.do", "Do", do, timeout=self.timeout)]

    @hookimpl
    def updago_schedules(self) -> Iterable[Schedule]:
        return [Schedule("busy.hourly", "busy.do", timedelta(hours=1))]


class Calm(Plugin):
    """A plugin whose job only notes that it ran."""

    manifest = Manifest(name="calm", title="Calm", version="1.0", category="tool")

    def __init__(self) -> None:
        self.diary = Diary()

    @hookimpl
    def updago_jobs(self) -> Iterable[JobType]:
        def do(_: Site, payload: Mapping[str, Any]) -> None:
            self.diary.note(f"did {payload['what']}")

        return [JobType("calm.do", "Do", do)]


@pytest.fixture
def busy() -> Busy:
    return Busy()


@pytest.fixture
def calm() -> Calm:
    return Calm()


@pytest.fixture
def working(make_site: Callable[..., Site], busy: Busy, calm: Calm) -> Site:
    """A site with the two plugins, where failures are noted rather than raised."""
    site = make_site(busy, calm)
    site.bus = type(site.bus)(site.bus.handlers, site.bus.outbox, site.bus.failures, strict=False)
    return site


def eventually(true: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something is true. Raises AssertionError after so many seconds."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.01)
