"""Access conditions: the JSON tree of Moodle 2.7 and newer, and the columns it replaced."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any, cast

from lxml import etree

from plugins.moodle_import.errors import Damaged
from plugins.moodle_import.reading.values import NULL, flag, number, text

Tree = Mapping[str, Any]

_MAX_LENGTH = 100_000
_MAX_DEPTH = 20


def read_conditions(node: etree._Element, tag: str) -> Tree | None:
    """The tree of a section or module; None when nothing is asked.

    Keys as in Moodle's ``availability`` column: ``op`` (``&``, ``|``, ``!&``, ``!|``), ``c`` (the
    conditions or subtrees), ``showc`` or ``show``. Raises Damaged when it is no such tree.
    """
    source = text(node, tag)
    tree = _parse(source) if source.strip() else _former(node)
    return tree if tree.get("c") else None


def _parse(source: str) -> Tree:
    try:
        tree = json.loads(source, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        tree = None
    if len(source) > _MAX_LENGTH or not _is_tree(tree, _MAX_DEPTH):
        raise Damaged("An access condition in the backup cannot be read. Make the backup again.")
    return cast(Tree, tree)


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def _is_tree(node: object, levels: int) -> bool:
    """Whether conditions and sets of them nest at most so many levels."""
    if not isinstance(node, dict) or levels == 0:
        return False
    children = node.get("c", [])
    return isinstance(children, list) and all(_is_tree(child, levels - 1) for child in children)


def _former(node: etree._Element) -> Tree:
    conditions = [*_dates(node), *_membership(node), *_results(node), *_profile(node)]
    shown = flag(node, "showavailability")
    return {"op": "&", "c": conditions, "showc": [shown] * len(conditions)}


def _dates(node: etree._Element) -> Iterator[Tree]:
    for tag, direction in (("availablefrom", ">="), ("availableuntil", "<")):
        if moment := number(node, tag):
            yield {"type": "date", "d": direction, "t": moment}


def _membership(node: etree._Element) -> Iterator[Tree]:
    grouping = number(node, "groupingid")
    if flag(node, "groupmembersonly"):
        yield {"type": "grouping", "id": grouping} if grouping else {"type": "group"}


def _results(node: etree._Element) -> Iterator[Tree]:
    for condition in node.iter("availability"):
        if module := number(condition, "sourcecmid"):
            state = number(condition, "requiredcompletion", 1)
            yield {"type": "completion", "cm": module, "e": state}
        if item := number(condition, "gradeitemid"):
            bounds = {
                key: float(value)
                for key, value in (
                    ("min", text(condition, "grademin")),
                    ("max", text(condition, "grademax")),
                )
                if value.replace(".", "", 1).isdecimal()
            }
            yield {"type": "grade", "id": item, **bounds}


def _profile(node: etree._Element) -> Iterator[Tree]:
    for condition in node.iter("availability_field"):
        standard, custom = text(condition, "userfield"), text(condition, "customfield")
        field = {"sf": standard} if standard not in ("", NULL) else {"cf": custom}
        yield {
            "type": "profile",
            **field,
            "op": text(condition, "operator"),
            "v": text(condition, "value"),
        }
