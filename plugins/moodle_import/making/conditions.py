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


def translated(
    state: State, tree: Tree | None, known: Collection[str], name: str, grouping_id: int = NOBODY
) -> Tree | None:
    """The tree of the thing called ``name``, for here; ``grouping_id`` is its own, of the archive.

    A condition whose kind nobody here checks (not in ``known``) waits in its place and is listed:
    it shuts the thing for students rather than open it to all.
    """
    if tree is None:
        return None
    missing: set[str] = set()
    result = _node(state, _with_own_grouping(tree, grouping_id), known, missing)
    state.report.details.extend(
        Detail("condition", kind, name, Outcome.WAITING, NO_CONDITION) for kind in sorted(missing)
    )
    return result


def _with_own_grouping(node: Tree, grouping_id: int) -> Tree:
    """The tree with a name in place of "the grouping of the activity itself"."""
    if "c" in node:
        return {**node, "c": [_with_own_grouping(child, grouping_id) for child in node["c"]]}
    if node.get("type") == "grouping" and node.get("activity"):
        return {"type": "grouping", "id": grouping_id}
    return node


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
