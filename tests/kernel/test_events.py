"""Who hears an event, who may refuse it, and how a stored one comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock, Uids
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Denied
from updago.kernel.events import Event, EventHandler, publish, revive
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl


@dataclass(frozen=True, slots=True)
class Rang(Event):
    name: ClassVar[str] = "bell.rang"
    times: int
    at: datetime | None = None
    note: str = "none"


@dataclass(frozen=True, slots=True)
class Knocked(Event):
    name: ClassVar[str] = "bell.knocked"


class Bell(Plugin):
    """Hears both events before the commit; does what it is told."""

    manifest = Manifest("bell", "Bell", "1", "tool")

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.error: Exception | None = None

    def hear(self, _act: Act, event: Event) -> None:
        self.heard.append(event.name)
        if self.error is not None:
            raise self.error

    @hookimpl
    def updago_event_handlers(self) -> Iterable[EventHandler]:
        yield EventHandler("bell.hear", Rang, "before", self.hear)
        yield EventHandler("bell.door", Knocked, "before", self.hear)


@operation("bell.rope.pull")
def ring(act: Act) -> str:
    """Tell the event from inside an operation."""
    publish(act, Rang(1))
    return "rang"


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def site(make_site: Callable[..., Site], bell: Bell) -> Site:
    return make_site(bell)


def test_a_handler_hears_its_own_event_alone(site: Site, bell: Bell) -> None:
    with site.acting() as act:
        ring(act)
    assert bell.heard == ["bell.rang"]


def test_a_handler_before_the_commit_may_refuse(site: Site, bell: Bell) -> None:
    bell.error = Denied("Not at night.")
    with pytest.raises(Denied, match="night"), site.acting() as act:
        ring(act)


def test_a_failing_handler_stops_tests_and_nobody_else(site: Site, bell: Bell) -> None:
    bell.error = ValueError("bug")
    with pytest.raises(ValueError, match="bug"), site.acting() as act:
        ring(act)
    object.__setattr__(site.bus, "strict", False)
    with site.acting() as act:
        assert ring(act) == "rang"
    assert site.breakers.report()["bell", "bell.hear"].total == 1


def test_without_an_application_nobody_hears(site: Site, bell: Bell, clock: FrozenClock) -> None:
    with site.database.writer.begin() as session:
        publish(Act(session, clock, Uids(clock)), Rang(1))
    assert bell.heard == []


@pytest.mark.parametrize(
    ("payload", "event"),
    [
        ({"times": 3}, Rang(3)),
        ({"times": 3, "note": "late", "of an older release": 1}, Rang(3, None, "late")),
        (
            {"times": 1, "at": "2026-11-09T08:00:00+00:00"},
            Rang(1, datetime(2026, 11, 9, 8, tzinfo=UTC)),
        ),
        ({"times": 1, "at": None}, Rang(1)),
    ],
)
def test_a_stored_event_comes_back_as_it_was(payload: dict[str, Any], event: Rang) -> None:
    assert revive(Rang, payload) == event
