from __future__ import annotations

from collections.abc import Iterable

from tests.kernel.web.sample.routes import add_greeting
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.web import NavigationEntry, SlotFilling


class SamplePlugin(Plugin):
    manifest = Manifest("sample", "Sample", "1", "tool")

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("tests.kernel.web.sample.routes",)

    @hookimpl
    def updago_navigation(self) -> Iterable[NavigationEntry]:
        return (
            NavigationEntry("sample.open", "Open", "bar", "sample.open", "open"),
            NavigationEntry("sample.form", "Form", "bar", "sample.form", "signed_in", place=10),
            NavigationEntry("sample.admin", "Config", "bar", "sample.admin", "site:config:edit"),
            NavigationEntry("sample.none", "None", "bar", "sample.none", "open"),
        )

    @hookimpl
    def updago_slots(self) -> Iterable[SlotFilling]:
        return (
            SlotFilling("sample.greeting", "sample.aside", add_greeting),
            SlotFilling("sample.elsewhere", "sample.nowhere", add_greeting),
        )
