"""Whose discussions a person may see, by the group mode of the forum."""

from __future__ import annotations

from plugins.forum.queries import Scope
from updago.api.permissions import Oracle
from updago.api.spaces import ActivityNode, group_scope


def scope_of(oracle: Oracle, node: ActivityNode) -> Scope:
    """In separate groups one sees one's own groups' discussions and those of everybody."""
    return Scope(group_scope(oracle, node).sees)
