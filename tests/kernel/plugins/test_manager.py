from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.errors import StartError
from updago.kernel.plugins.declarations import Health, HealthCheck
from updago.kernel.plugins.manager import Plugin, PluginManager, ordered
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.plugins.registry import Registry

KINDS: dict[str, type[Any]] = {"updago_health_checks": HealthCheck}


def plugin(name: str, *needs: str, **more: Any) -> Plugin:
    """A plugin without hooks."""

    class Made(Plugin):
        manifest = Manifest(
            name=name, title=name, version="1", category="tool", needs=needs, **more
        )

    return Made()


def names(plugins: Iterable[Plugin]) -> list[str]:
    return [p.manifest.name for p in plugins]


def check(name: str) -> HealthCheck:
    return HealthCheck(name, name, lambda _: Health("ok", ""))


class Checking(Plugin):
    manifest = Manifest(name="checking", title="Checking", version="1", category="tool")

    def __init__(self, *items: object) -> None:
        self.items = items

    @hookimpl
    def updago_health_checks(self) -> Iterable[HealthCheck]:
        return cast(Iterable[HealthCheck], self.items)


def test_needs_come_first_and_then_the_name_decides() -> None:
    plugins = [plugin("a", "z"), plugin("c"), plugin("z"), plugin("b")]
    assert names(ordered(plugins)) == ["b", "c", "z", "a"]


@given(st.permutations("abcdef"))
def test_the_order_does_not_depend_on_the_discovery(order: list[str]) -> None:
    needs = {"a": "f", "c": "a"}
    plugins = [plugin(n, *needs.get(n, "")) for n in order]
    assert names(ordered(plugins)) == ["b", "d", "e", "f", "a", "c"]


def test_a_missing_need_stops_the_start_with_its_name() -> None:
    with pytest.raises(StartError, match="a needs z"):
        ordered([plugin("a", "z")])


def test_needs_in_a_circle_stop_the_start() -> None:
    with pytest.raises(StartError, match="a, b need each other"):
        ordered([plugin("a", "b"), plugin("b", "a")])


def test_two_of_one_segment_stop_the_start() -> None:
    manager = PluginManager([plugin("a", segment="x"), plugin("b", segment="x")])
    with pytest.raises(StartError, match="both want the address /x"):
        manager.check()


def test_two_declarations_of_one_name_stop_the_start() -> None:
    manager = PluginManager([Checking(check("core.a"))])
    with pytest.raises(StartError, match="core and checking both declare"):
        manager.collect(KINDS, {HealthCheck: (check("core.a"),)})


def test_a_wrong_type_stops_the_start_with_the_plugins_name() -> None:
    with pytest.raises(StartError, match="checking returned a int"):
        PluginManager([Checking(7)]).collect(KINDS, {})


def test_a_hook_that_raises_stops_the_start_with_the_plugins_name() -> None:
    class Raising(Checking):
        @hookimpl
        def updago_health_checks(self) -> Iterable[HealthCheck]:
            raise ZeroDivisionError("no")

    with pytest.raises(StartError, match="checking failed in updago_health_checks: Zero"):
        PluginManager([Raising()]).collect(KINDS, {})


def test_an_unmarked_hook_stops_the_start() -> None:
    class Unmarked(Checking):
        def updago_health_checks(self) -> Iterable[HealthCheck]:
            return ()

    with pytest.raises(StartError, match="without @hookimpl"):
        PluginManager([Unmarked()])


def test_a_misspelt_hook_stops_the_start() -> None:
    class Misspelt(Checking):
        @hookimpl
        def updago_helth_checks(self) -> Iterable[HealthCheck]:
            return ()

    with pytest.raises(StartError, match="hook that does not exist"):
        PluginManager([Misspelt()]).check()


def test_a_newer_interface_stops_the_start() -> None:
    with pytest.raises(StartError, match=r"version 1\.9"):
        PluginManager([plugin("a", api=(1, 9))])


def test_safe_mode_starts_the_essential_ones_only() -> None:
    manager = PluginManager([plugin("a"), plugin("b", essential=True)], safe_mode=True)
    assert list(manager.plugins) == ["b"]


def test_a_registry_hides_what_is_off() -> None:
    off: set[str] = set()
    registry: Registry[HealthCheck] = Registry("HealthCheck", lambda name: name not in off)
    registry.add("a", check("a.x"))
    registry.add("b", check("b.x"))
    off.add("a")
    assert list(registry.enabled()) == ["b.x"]
    assert (registry.find("a.x"), registry.find("c.x")) == (None, None)
    assert registry.owner("a.x") == "a"
    assert list(registry) == ["a.x", "b.x"]


@pytest.mark.parametrize("name", ["", "Forum", "1a", "a-b", "a" * 25, "forum "])
def test_a_name_that_no_table_could_have_is_refused(name: str) -> None:
    with pytest.raises(StartError, match="lower-case"):
        plugin(name)


def test_the_contracts_addresses_belong_to_the_site() -> None:
    with pytest.raises(StartError, match="/admin"):
        plugin("a", segment="admin")


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(StartError, match="category other"):
        Manifest(name="a", title="A", version="1", category="other")
