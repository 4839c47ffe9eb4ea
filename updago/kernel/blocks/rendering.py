"""Rendering blocks: each in a thread of its own, in time, on a connection that cannot write."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Overrun
from dataclasses import dataclass, field
from typing import Final, Literal

from markupsafe import Markup

from updago.kernel.blocks.declarations import BlockContent, BlockType
from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.events import Failures
from updago.kernel.plugins.registry import Registry

log = logging.getLogger(__name__)

THREADS: Final = 32
STUCK_PER_PLUGIN: Final = 2
OUTPUT_LIMIT: Final = 256 * 1024

Outcome = Literal["shown", "empty", "failed", "unknown"]
# Renders one block of one page; opens and closes a session of its own.
Render = Callable[[BlockType, BlockPlacement], object]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A block as the page shows it; a failed or unknown one is a placeholder without content."""

    placement: BlockPlacement
    title: str
    html: Markup
    outcome: Outcome


@dataclass(slots=True)
class _Running:
    """One rendering under way, with the instant (monotonic seconds) at which it really began."""

    placement: BlockPlacement
    kind: BlockType
    plugin: str
    future: Future[object]
    began: list[float] = field(default_factory=list)


class BlockRenderer:
    """Renders the blocks of pages for one site.

    A block has `limit` seconds of its own time, the wait for a thread not counted. One that
    fails, overruns, or returns what is no BlockContent becomes a placeholder and counts against
    its plugin; a plugin with two threads stuck is not started at all.
    """

    def __init__(self, kinds: Registry[BlockType], failures: Failures, limit: float) -> None:
        self._kinds = kinds
        self._failures = failures
        self._limit = limit
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="block")
        self._stuck: Counter[str] = Counter()
        self._lock = threading.Lock()

    def render(self, placements: Sequence[BlockPlacement], render: Render) -> list[Rendered]:
        """Render all blocks of a page side by side, in their order."""
        started = [self._start(placement, render) for placement in placements]
        return [self._collect(item) if isinstance(item, _Running) else item for item in started]

    def close(self) -> None:
        """Take no more work; threads that hang are left behind."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(self, placement: BlockPlacement, render: Render) -> _Running | Rendered:
        kind = self._kinds.find(placement.type)
        if kind is None:
            return _placeholder(placement, placement.title, "unknown")
        plugin = self._kinds.owner(placement.type)
        place = f"block {kind.name}"
        if self._stuck[plugin] >= STUCK_PER_PLUGIN or not self._failures.allows(plugin, place):
            return _placeholder(placement, kind.title, "failed")
        began: list[float] = []

        def work() -> object:
            began.append(time.monotonic())
            return render(kind, placement)

        return _Running(placement, kind, plugin, self._pool.submit(work), began)

    def _collect(self, running: _Running) -> Rendered:
        place = f"block {running.kind.name}"
        try:
            content = running.future.result(self._left(running))
            rendered = _checked(running, content)
        except Overrun:
            self._leave_behind(running)
            self._failures.failed(running.plugin, place, "overrun")
            log.warning("block %s of %s ran out of time", running.kind.name, running.plugin)
        except Exception as error:
            self._failures.failed(running.plugin, place, error)
            log.exception("block %s of %s failed", running.kind.name, running.plugin)
        else:
            self._failures.succeeded(running.plugin, place)
            return rendered
        return _placeholder(running.placement, running.kind.title, "failed")

    def _left(self, running: _Running) -> float:
        if not running.began:
            return 2 * self._limit  # it still waits for a thread
        return max(0.0, running.began[0] + self._limit - time.monotonic())

    def _leave_behind(self, running: _Running) -> None:
        if running.future.cancel():
            return
        with self._lock:
            self._stuck[running.plugin] += 1

        def back(_: Future[object]) -> None:
            with self._lock:
                self._stuck[running.plugin] -= 1

        running.future.add_done_callback(back)


def _checked(running: _Running, content: object) -> Rendered:
    if not isinstance(content, BlockContent) or not isinstance(content.html, Markup):
        raise TypeError(f"a block returns BlockContent, not {type(content).__name__}")
    html = content.html
    title = running.placement.title or content.title or running.kind.title
    if len(html) > OUTPUT_LIMIT:
        # Cut markup could break the page around it; its text cannot.
        html = Markup("<p>{}</p>").format(html[:OUTPUT_LIMIT].striptags())
    return Rendered(running.placement, title, html, "shown" if html else "empty")


def _placeholder(placement: BlockPlacement, title: str, outcome: Outcome) -> Rendered:
    return Rendered(placement, placement.title or title, Markup(), outcome)
