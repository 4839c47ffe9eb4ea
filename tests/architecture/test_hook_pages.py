from __future__ import annotations

import re
import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from updago.kernel.declared import KINDS
from updago.kernel.plugins.manager import HOOK_PREFIX, Plugin

if TYPE_CHECKING:
    from pathlib import Path

    from tests.architecture.conftest import Checkout

HOOKS = sorted(name for name in dir(Plugin) if name.startswith(HOOK_PREFIX))
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(checkout: Checkout, hook: str) -> Path:
    """The page of a hook."""
    return checkout.root / "docs" / "hooks" / f"{hook}.md"


def example(checkout: Checkout, hook: str, monkeypatch: pytest.MonkeyPatch) -> Plugin:
    """The plugin that the page of a hook shows, as a module of its own."""
    module = ModuleType("plugins.example.plugin")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    code = EXAMPLE.search(page(checkout, hook).read_text(encoding="utf-8"))
    assert code, "the page shows no example"
    exec(compile(code[1], f"{hook}.md", "exec"), vars(module))
    plugin = vars(module)["Example"]()
    assert isinstance(plugin, Plugin)
    return plugin


def test_every_hook_has_a_page_and_every_page_a_hook(checkout: Checkout) -> None:
    pages = {path.stem for path in (checkout.root / "docs" / "hooks").glob(f"{HOOK_PREFIX}*.md")}
    assert pages == set(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_a_hook_declares_what_the_hook_asks_for(
    checkout: Checkout, hook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = example(checkout, hook, monkeypatch)
    assert hook in vars(type(plugin)), "the example implements another hook"
    declarations = list(getattr(plugin, hook)())
    assert declarations
    assert all(isinstance(it, KINDS.get(hook, object)) for it in declarations)
    if hook not in KINDS:
        assert all(isinstance(it, str) or it.name for it in declarations)
