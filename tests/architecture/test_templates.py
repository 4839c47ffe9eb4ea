from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.architecture.conftest import Checkout

# What the content security policy would refuse, or what would need it relaxed.
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "a script address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
}
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
ASSET = re.compile(r"(?P<package>[a-z_.]+):(?P<path>[\w/.-]+\.jinja2)")


def environment() -> Environment:
    """An environment that knows the syntax of every template."""
    return Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])


def constants(tree: ast.AST) -> Iterator[str]:
    """Every string in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_template_parses(checkout: Checkout) -> None:
    for path in checkout.templates:
        environment().parse(path.read_text(encoding="utf-8"), filename=str(path))


@pytest.mark.parametrize("rule", INLINE)
def test_templates_hold_nothing_inline(checkout: Checkout, rule: str) -> None:
    wrong = [
        checkout.name(path)
        for path in checkout.templates
        if INLINE[rule].search(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert not wrong


def test_templates_switch_escaping_off_nowhere(checkout: Checkout) -> None:
    wrong = []
    for path in checkout.templates:
        tree = environment().parse(path.read_text(encoding="utf-8"))
        if any(node.name == "safe" for node in tree.find_all(nodes.Filter)):
            wrong.append(checkout.name(path))
    assert not wrong


def test_every_template_that_is_named_exists(checkout: Checkout) -> None:
    missing = []
    for name, tree in checkout.product.items():
        for value in constants(tree):
            match = ASSET.fullmatch(value)
            if match:
                path = checkout.root / match["package"].replace(".", "/") / match["path"]
                if not path.is_file():
                    missing.append(f"{name}: {value}")
    assert not missing
