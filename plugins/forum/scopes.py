"""Whose discussions a person may see, by the group mode of the forum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from plugins.forum.queries import Scope, figures
from updago.api.i18n import Formats
from updago.api.permissions import Oracle
from updago.api.spaces import ActivityNode, ItemState, group_scope


def scope_of(oracle: Oracle, node: ActivityNode) -> Scope:
    """In separate groups one sees one's own groups' discussions and those of everybody."""
    return Scope(group_scope(oracle, node).sees)


def states(
    session: Session, oracle: Oracle, activities: Sequence[ActivityNode], formats: Formats
) -> Mapping[int, ItemState]:
    """What the course page says of its forums: discussions, and those with unread posts."""
    scopes = {node.id: scope_of(oracle, node) for node in activities}
    found = figures(session, oracle.person_id, scopes)
    states: dict[int, ItemState] = {}
    for node in activities:
        total, unread = found.get(node.id, (0, 0))
        states[node.id] = ItemState(
            meta=formats.plural("{n} discussion", "{n} discussions", total),
            badge=formats.plural("{n} unread", "{n} unread ones", unread) if unread else "",
            badge_kind="info",
        )
    return states
