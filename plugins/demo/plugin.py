"""Manifest and hooks."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.demo import faculty
from updago.api.commands import DemoContent
from updago.api.i18n import _
from updago.api.plugins import Manifest, Plugin, hookimpl


class DemoPlugin(Plugin):
    """A small faculty to look around in."""

    manifest = Manifest(
        name="demo",
        title=_("Demonstration"),
        version="1.0",
        category="tool",
        summary=_("A small faculty to look around in, loaded by the command “updago demo”."),
    )

    @hookimpl
    def updago_demo_contents(self) -> Iterable[DemoContent]:
        yield DemoContent("demo.faculty", faculty.load)


plugin = DemoPlugin()
