from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.blocks.declarations import BlockType
from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.db.operation import Act
from updago.kernel.events import EventHandler, publish
from updago.kernel.tasks.commands import doctor
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.tasks.models import DONE, PARKED, Job
from updago.testing.web import Client

# What the renderer lets through, and the tags it closes itself.
LIMIT = 256 * 1024 + 100


def poke(act: Act) -> str:
    """Do what the plugin's own handlers hear of before the commit and after it."""
    handlers = act.session.info["declared"](EventHandler)
    publish(act, handlers["evil.before"].event(1))
    return "done"


def render(site: Site, times: int = 1) -> list[str]:
    """Render a page with the evil block between two good ones; what became of the evil one."""
    placements = [BlockPlacement(type="evil", options={}, title="") for _ in range(times)]

    def show(kind: BlockType, _: BlockPlacement) -> object:
        return kind.render(None)  # type: ignore[arg-type]

    return [block.outcome for p in placements for block in site.blocks.render([p], show)]


def complaints(site: Site) -> str:
    """What the health page says about plugins."""
    report = doctor(site, argparse.Namespace())
    return next(str(c["detail"]) for c in report["checks"] if c["name"] == "core.plugins")


def test_a_strangers_distribution_is_found_and_answers(evil_site: Site, evil: Any) -> None:
    assert evil_site.plugins.plugins["evil"] is evil
    assert Client(evil_site).get("/evil").text == "calm"
    assert render(evil_site) == ["shown"]


@pytest.mark.parametrize("way", ["raise", "sleep", "wrong"])
def test_an_evil_block_becomes_a_placeholder_and_is_then_left_alone(
    evil_site: Site, evil: Any, way: str
) -> None:
    evil.mode = way
    assert set(render(evil_site, 2)) == {"failed"}
    begun, calls = time.monotonic(), evil.calls
    assert set(render(evil_site, 50)) == {"failed"}
    assert time.monotonic() - begun < 2
    assert evil.calls == calls == 2
    assert "evil" in complaints(evil_site)


def test_a_flooding_block_is_cut(evil_site: Site, evil: Any) -> None:
    evil.mode = "flood"
    placement = BlockPlacement(type="evil", options={}, title="")
    (block,) = evil_site.blocks.render([placement], lambda kind, _: kind.render(None))  # type: ignore[arg-type]
    assert len(str(block.html).encode()) <= LIMIT


def test_an_evil_handler_before_the_commit_harms_nothing_else(evil_site: Site, evil: Any) -> None:
    evil.mode = "raise"
    for _ in range(5):
        with evil_site.acting() as act:
            assert poke(act) == "done"
    assert evil.calls == 2  # the breaker keeps the other three away
    assert "evil.before" in complaints(evil_site)


def test_an_evil_handler_after_the_commit_is_parked(evil_site: Site, evil: Any, clock: Any) -> None:
    with evil_site.acting() as act:
        poke(act)
    evil.mode = "raise"
    for _ in range(7):
        evil_site.tasks.drain()
        clock.advance(timedelta(hours=1))
    assert "evil.after" in complaints(evil_site)
    assert evil.calls == 1 + 5


def test_sleeping_jobs_leave_threads_for_the_others(
    evil_site: Site, evil: Any, until: Callable[..., None]
) -> None:
    evil.mode = "sleep"
    evil_site.tasks.start()
    with evil_site.acting() as act:
        for number in range(10):
            enqueue(act, "evil.run", {}, str(number))
    until(lambda: evil.calls == 2)
    with evil_site.acting() as act:
        enqueue(act, "core.purge", {}, "now")
    until(lambda: _state(evil_site, "core.purge", "now") == DONE)
    assert evil.calls == 2
    assert evil_site.declared(BlockType).owner("evil") == "evil"


def test_a_poison_job_is_parked_and_named(evil_site: Site, evil: Any, clock: Any) -> None:
    evil.mode = "raise"
    with evil_site.acting() as act:
        enqueue(act, "evil.run", {}, "k")
    for _ in range(7):
        evil_site.tasks.drain()
        clock.advance(timedelta(hours=1))
    assert (_state(evil_site, "evil.run", "k"), evil.calls) == (PARKED, 5)


@pytest.mark.parametrize("way", ["raise", "wrong", "flood"])
def test_an_evil_view_costs_its_own_request_only(evil_site: Site, evil: Any, way: str) -> None:
    app = Client(evil_site)
    evil.mode = way
    for _ in range(3):
        app.get("/evil", status="*")
    for _ in range(50):
        assert app.get("/login").status_code == 200


def _state(site: Site, kind: str, key: str) -> str | None:
    with site.database.reading() as session:
        return session.scalar(select(Job.state).where(Job.kind == kind, Job.key == key))
