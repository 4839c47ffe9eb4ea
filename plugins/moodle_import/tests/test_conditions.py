from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import etree

from plugins.moodle_import.errors import Damaged
from plugins.moodle_import.reading.conditions import read_conditions


def read(source: str) -> Any:
    node = etree.Element("module")
    etree.SubElement(node, "availability").text = source
    return read_conditions(node, "availability")


def test_a_tree_is_read_with_its_fractions() -> None:
    tree = {"op": "&", "c": [{"type": "grade", "id": 3, "min": 12.5}], "showc": [True]}
    assert read(json.dumps(tree)) == tree


@pytest.mark.parametrize("source", ["", '{"op": "&", "c": [], "showc": []}'])
def test_what_asks_nothing_is_no_condition(source: str) -> None:
    assert read(source) is None


@pytest.mark.parametrize(
    "source",
    [
        "{",
        "[]",
        '{"c": {}}',
        '{"c": [1]}',
        '{"c": [{"min": 1e999}]}',
        '{"c": [{"min": NaN}]}',
        '{"c": [{"min": -Infinity}]}',
        '{"c": [' * 30 + "]}" * 30,
        "[" * 100_000,
        json.dumps({"c": [{"name": "x" * 100_000}]}),
    ],
)
def test_what_is_no_such_tree_is_damaged(source: str) -> None:
    with pytest.raises(Damaged):
        read(source)
