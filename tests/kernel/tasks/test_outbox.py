from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.kernel.tasks.conftest import Busy, Rang
from updago.kernel.app import Site
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Denied
from updago.kernel.events import publish
from updago.kernel.tasks.models import DONE, WAITING, Delivery


@operation("busy.bell.ring")
def ring(act: Act, *, times: int) -> None:
    publish(act, Rang(times))


@operation("busy.bell.refuse")
def ring_and_refuse(act: Act) -> None:
    publish(act, Rang(9))
    raise Denied("No.")


def deliveries(site: Site) -> list[Delivery]:
    with site.database.reading() as session:
        return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def test_an_event_is_delivered_after_the_commit(working: Site, busy: Busy) -> None:
    with working.acting() as act:
        ring(act, times=3)
        assert busy.diary.lines == []
    assert [(d.handler, d.event, d.state) for d in deliveries(working)] == [
        ("busy.hear", "busy.bell.rang", WAITING)
    ]
    working.tasks.drain()
    assert busy.diary.lines == ["heard 3"]
    assert [d.state for d in deliveries(working)] == [DONE]


def test_what_was_refused_is_never_delivered(working: Site) -> None:
    with working.acting() as act, pytest.raises(Denied):
        ring_and_refuse(act)
    assert deliveries(working) == []


def test_an_event_is_not_delivered_twice(working: Site, busy: Busy) -> None:
    with working.acting() as act:
        ring(act, times=1)
    working.tasks.drain()
    working.tasks.drain()
    assert busy.diary.lines == ["heard 1"]


def test_a_handler_whose_plugin_is_off_is_waited_for(working: Site, busy: Busy) -> None:
    with working.acting() as act:
        ring(act, times=1)
    working.plugins.is_enabled = lambda name: name != "busy"
    working.tasks.drain()
    (delivery,) = deliveries(working)
    assert (delivery.state, delivery.tries) == (WAITING, 0)
    assert delivery.error == "busy.hear is off or not installed"
    assert delivery.due_at > working.clock.now()
    assert busy.diary.lines == []


def test_in_strict_sites_a_failing_handler_fails_the_test(make_site: object, busy: Busy) -> None:
    site: Site = make_site(busy)  # type: ignore[operator]
    busy.diary.fails = True
    with site.acting() as act:
        ring(act, times=1)
    with pytest.raises(ValueError, match="heard 1"):
        site.tasks.drain()
