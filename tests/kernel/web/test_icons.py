"""Every icon that is named somewhere is drawn on the sheet."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import updago
from updago.kernel.web import layout, parts
from updago.kernel.web.models import admin, editing, home

ROOT = Path(updago.__file__).parent.parent
SHEET = ROOT / "updago/kernel/web/static/img/icons.svg"


def places() -> dict[str, int]:
    """Where the icon stands among the arguments of each view model that has one."""
    found = {}
    for module in (admin, editing, home, layout, parts):
        for name, cls in inspect.getmembers(module, inspect.isclass):
            names = list(getattr(cls, "_fields", ()))
            if dataclasses.is_dataclass(cls):
                names = [field.name for field in dataclasses.fields(cls)]
            if "icon" in names:
                found[name] = names.index("icon")
    return found


def icons_in(tree: ast.AST, at: dict[str, int]) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = [k.value for k in node.keywords if k.arg == "icon"]
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        place = at.get(called, len(node.args))
        for value in (*named, *node.args[place : place + 1]):
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def test_every_icon_named_in_code_is_on_the_sheet() -> None:
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', SHEET.read_text(encoding="utf-8")))
    at = places()
    wrong = {
        (path.relative_to(ROOT).as_posix(), icon)
        for folder in ("updago", "plugins")
        for path in (ROOT / folder).rglob("*.py")
        if "tests" not in path.parts
        for icon in icons_in(ast.parse(path.read_text(encoding="utf-8")), at)
        if icon and icon not in drawn
    }
    assert not wrong


def test_every_icon_named_in_a_template_is_on_the_sheet() -> None:
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', SHEET.read_text(encoding="utf-8")))
    wrong = {
        (path.relative_to(ROOT).as_posix(), icon)
        for folder in ("updago", "plugins")
        for path in (ROOT / folder).rglob("*.jinja2")
        for icon in re.findall(r'#i-([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
        if icon not in drawn
    }
    assert not wrong
