"""A plugin that misbehaves in a block, two handlers, a job and a view, as it is told."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from updago.api.blocks import BlockContent, BlockContext, BlockType
from updago.api.events import EventHandler
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.tasks import JobType

from .operations import Poked

SLEEP_SECONDS = 60
FLOOD = 3_000_000


class EvilPlugin(Plugin):
    """`mode` is calm, raise, sleep, wrong or flood; `calls` counts what was begun.

    The environment variable EVIL_MODE gives the first mode to a server of its own.
    """

    manifest = Manifest(name="evil", title="Evil", version="1.0", category="block")

    def __init__(self) -> None:
        self.mode = os.environ.get("EVIL_MODE", "calm")
        self.calls = 0

    def misbehave(self) -> str:
        """Do as told; gives the text to show."""
        self.calls += 1
        if self.mode == "raise":
            raise ZeroDivisionError("evil")
        if self.mode == "sleep":
            time.sleep(SLEEP_SECONDS)
        return "x" * FLOOD if self.mode == "flood" else "calm"

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("updago_evil.routes",)

    @hookimpl
    def updago_block_types(self) -> Iterable[BlockType]:
        def render(_: BlockContext) -> Any:
            text = self.misbehave()
            return 7 if self.mode == "wrong" else BlockContent(Markup(text))

        return [BlockType("evil", "Evil", "Misbehaves.", render)]

    @hookimpl
    def updago_event_handlers(self) -> Iterable[EventHandler]:
        def hear(_where: object, _event: Poked) -> None:
            self.misbehave()

        return [
            EventHandler("evil.before", Poked, "before", hear),
            EventHandler("evil.after", Poked, "after", hear),
        ]

    @hookimpl
    def updago_jobs(self) -> Iterable[JobType]:
        def run(_site: object, _payload: Mapping[str, Any]) -> None:
            self.misbehave()

        return [JobType("evil.run", "Misbehave", run)]


plugin = EvilPlugin()
