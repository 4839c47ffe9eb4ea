"""Access conditions with our ids in place of those of the archive."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from plugins.moodle_import.making.report import Detail, Outcome
from plugins.moodle_import.making.state import State
from updago.api.i18n import _

Tree = Mapping[str, Any]

NO_CONDITION: Final = _("No plugin checks this access condition. It is shut until one does.")
# What no row has: a condition on it is never met.
NOBODY: Final = 0


def translated(state: State, tree: Tree | None, known: Collection[str], name: str) -> Tree | None:
    """The tree of the thing called ``name``, for here.

    A condition whose kind nobody here checks (not in ``known``) waits in its place and is listed:
    it shuts the thing for students rather than open it to all.
    """
    if tree is None:
        return None
    missing: set[str] = set()
    result = _node(state, tree, known, missing)
    state.report.details.extend(
        Detail("condition", kind, name, Outcome.WAITING, NO_CONDITION) for kind in sorted(missing)
    )
    return result


def _node(state: State, node: Tree, known: Collection[str], missing: set[str]) -> dict[str, Any]:
    if "c" in node:
        children = [_node(state, child, known, missing) for child in node["c"]]
        return {**node, "c": children}
    kind = str(node.get("type", ""))
    if kind not in known:
        missing.add(kind)
    return _with_our_ids(state, kind, dict(node))


def _with_our_ids(state: State, kind: str, node: dict[str, Any]) -> dict[str, Any]:
    if kind == "group" and "id" in node:
        return {**node, "id": _ours(state.groups, node["id"])}
    if kind == "grouping" and "id" in node:
        return {**node, "id": _ours(state.groupings, node["id"])}
    if kind == "completion":
        return {**node, "cm": _ours(state.activities, node.get("cm"))}
    return node


def _ours(ids: Mapping[int, int], old: object) -> int:
    return ids.get(old, NOBODY) if isinstance(old, int) else NOBODY
