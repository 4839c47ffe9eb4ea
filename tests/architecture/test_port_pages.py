"""Every port has a page that names all it offers, and the example of the page is a test."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from updago.api import ports as offered
from updago.kernel import ports

if TYPE_CHECKING:
    from pathlib import Path

    from tests.architecture.conftest import Checkout

EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDEX = "index"
PORTS = sorted({
    vars(offered)[name].__module__.removeprefix(f"{ports.__name__}.") for name in offered.__all__
})  # fmt: skip


def folder(checkout: Checkout) -> Path:
    return checkout.root / "docs" / "ports"


def examples(text: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Callable[..., Any]]:
    """The tests that the page of a port shows, in a plugin's module of its own."""
    module = ModuleType("plugins.example.plugin")
    module.__file__ = str(path)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for code in EXAMPLE.findall(text):
        exec(compile(code, "port.md", "exec"), vars(module))
    return [value for name, value in vars(module).items() if name.startswith("test_")]


def test_every_port_has_a_page_and_every_page_a_port(checkout: Checkout) -> None:
    modules = {path.stem for path in checkout.files(".py", "updago/kernel/ports")} - {"__init__"}
    assert {path.stem for path in folder(checkout).glob("*.md")} - {INDEX} == modules
    assert set(PORTS) == modules, "a port that updago.api does not offer"


@pytest.mark.parametrize("port", PORTS)
def test_the_page_of_a_port_names_all_it_offers(checkout: Checkout, port: str) -> None:
    text = (folder(checkout) / f"{port}.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)[^`]*`", EXAMPLE.sub("", text)))
    names = {n for n in offered.__all__ if vars(offered)[n].__module__.endswith(f".{port}")}
    assert names
    assert not names - named, "say what these are"


@pytest.mark.parametrize("port", PORTS)
def test_the_example_of_a_port_is_a_test_that_holds(
    checkout: Checkout,
    port: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    text = (folder(checkout) / f"{port}.md").read_text(encoding="utf-8")
    found = examples(text, tmp_path / "plugin.py", monkeypatch)
    assert found, "the page shows no test"
    for example in found:
        assert "assert " in EXAMPLE.findall(text)[0]
        names = inspect.signature(example).parameters
        example(**{name: request.getfixturevalue(name) for name in names})
