from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from markupsafe import Markup

from updago.kernel.blocks.declarations import BlockContent, BlockContext, BlockType
from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.blocks.rendering import OUTPUT_LIMIT, BlockRenderer, Rendered
from updago.kernel.plugins.breaker import Breakers
from updago.kernel.plugins.registry import Registry

LIMIT = 0.15


def good(_: BlockContext) -> BlockContent:
    return BlockContent(Markup("<p>Bonjour</p>"), "Salut")


def raising(_: BlockContext) -> BlockContent:
    raise ZeroDivisionError


def of_wrong_type(_: BlockContext) -> BlockContent:
    return "<p>text</p>"  # type: ignore[return-value]


def flooding(_: BlockContext) -> BlockContent:
    return BlockContent(Markup("<b>x</b>" * OUTPUT_LIMIT))


class Bench:
    """A renderer with one block type a plugin, and a latch that lets sleepers go."""

    def __init__(self) -> None:
        self.wake = threading.Event()
        self.breakers = Breakers()
        self.calls = 0
        registry: Registry[BlockType] = Registry("BlockType", lambda _: True)
        kinds: dict[str, Callable[[BlockContext], BlockContent]] = {
            "good": good,
            "raising": raising,
            "wrong": of_wrong_type,
            "flooding": flooding,
            "sleeping": self.sleep,
        }
        for name, render in kinds.items():
            registry.add(f"plugin_{name}", BlockType(name, name.title(), "", render))
        self.renderer = BlockRenderer(registry, self.breakers, LIMIT)

    def sleep(self, _: BlockContext) -> BlockContent:
        self.calls += 1
        self.wake.wait(60)
        return BlockContent(Markup("late"))

    def page(self, *kinds: str) -> list[Rendered]:
        placements = [
            BlockPlacement(type=kind, title="", region="aside", level="site", object_id=0)
            for kind in kinds
        ]
        return self.renderer.render(placements, lambda kind, _: kind.render(None))  # type: ignore[arg-type]


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.wake.set()
    bench.renderer.close()


def test_a_block_shows_its_content_under_its_own_title(bench: Bench) -> None:
    (block,) = bench.page("good")

    assert (block.title, block.html, block.outcome) == ("Salut", "<p>Bonjour</p>", "shown")


@pytest.mark.parametrize("evil", ["raising", "wrong", "sleeping"])
def test_a_failing_block_harms_only_itself(bench: Bench, evil: str) -> None:
    before, failed, after = bench.page("good", evil, "good")

    assert before.outcome == after.outcome == "shown"
    assert failed.outcome == "failed"
    assert (f"plugin_{evil}", f"block {evil}") in bench.breakers.report()


def test_a_block_of_an_unknown_type_is_a_placeholder(bench: Bench) -> None:
    (block,) = bench.page("gone")

    assert block.outcome == "unknown"


def test_the_output_of_a_block_is_cut_to_text(bench: Bench) -> None:
    (block,) = bench.page("flooding")

    assert "<b>" not in block.html
    assert len(block.html) <= OUTPUT_LIMIT


def test_a_sleeping_block_costs_a_page_its_time_limit_at_most(bench: Bench) -> None:
    started = time.monotonic()
    bench.page("sleeping", "good")

    assert time.monotonic() - started < 4 * LIMIT


def test_after_two_overruns_a_block_is_not_started_again(bench: Bench) -> None:
    for _ in range(2):
        bench.page("sleeping")
    started = time.monotonic()
    for _ in range(20):
        assert bench.page("sleeping")[0].outcome == "failed"

    assert bench.calls == 2
    assert time.monotonic() - started < LIMIT
