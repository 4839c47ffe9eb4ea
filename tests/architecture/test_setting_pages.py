"""Every setting stands on the page of settings, with its default and an example that is read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from updago.kernel.plugins.manager import discover
from updago.kernel.settings import Setting, load_settings

if TYPE_CHECKING:
    from tests.architecture.conftest import Checkout

HEADING = re.compile(r"^### `([a-z0-9_.]+)`$\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^```ini\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ON_SCREEN = "Also on the screen."
SECRET = "A secret"


@cache
def of_plugins() -> tuple[Setting, ...]:
    """The settings of all installed plugins."""
    return tuple(setting for plugin in discover() for setting in plugin.updago_settings())


DECLARED = load_settings(of_plugins(), environ={}, path=Path("/dev/null")).declared


@pytest.fixture(scope="module")
def told(checkout: Checkout) -> dict[str, str]:
    """What the page tells of each setting."""
    text = (checkout.root / "docs" / "settings.md").read_text(encoding="utf-8")
    found = HEADING.findall(text)
    assert len(found) == len(dict(found)), "a setting stands there twice"
    return dict(found)


def shown(default: Any) -> str:
    """A default as the page writes it."""
    if isinstance(default, bool):
        return "`yes`" if default else "`no`"
    return f"`{default}`" if default not in ("", [], ()) else "empty"


def test_every_setting_stands_on_the_page_and_nothing_else(told: dict[str, str]) -> None:
    assert set(told) == set(DECLARED)


@pytest.mark.parametrize("name", DECLARED)
def test_the_page_tells_the_default_and_who_may_change_it(told: dict[str, str], name: str) -> None:
    setting, text = DECLARED[name], " ".join(EXAMPLE.sub("", told[name]).split())
    assert f"Default: {shown(setting.default)}" in text
    assert (ON_SCREEN in text) == (setting.scope == "site")
    assert (SECRET in text) == setting.secret


@pytest.mark.parametrize("name", DECLARED)
def test_the_example_of_a_setting_is_read(told: dict[str, str], name: str, tmp_path: Path) -> None:
    example = EXAMPLE.search(told[name])
    assert example, "the page shows no example"
    path = tmp_path / "updago.ini"
    path.write_text(example[1], encoding="utf-8")
    found = load_settings(of_plugins(), environ={}, path=path)
    assert found.given == {name}
    assert found[name] != DECLARED[name].default, "the example shows the default"
