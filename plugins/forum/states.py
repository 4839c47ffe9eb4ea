"""What the page of a course says of its forums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import BigInteger, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from plugins.forum.models import Discussion, Read
from plugins.forum.queries import NEVER, Scope
from plugins.forum.scopes import scope_of
from updago.api.db import AnySelect, ask
from updago.api.i18n import Formats
from updago.api.permissions import Oracle
from updago.api.spaces import ActivityNode, ItemState


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


def figures(
    session: Session, person_id: int | None, scopes: Mapping[int, Scope]
) -> dict[int, tuple[int, int]]:
    """For forums of one course page: how many discussions, and how many have unread posts.

    Reads discussions only, never posts: one query.
    """
    asked = {"forums": list(scopes), "person": person_id or 0}
    if all(scope.groups is None for scope in scopes.values()):
        rows = ask(session, WHOLE, asked)
    else:
        groups = {key for scope in scopes.values() for key in scope.groups or ()}
        whole = [key for key, scope in scopes.items() if scope.groups is None]
        rows = ask(session, BY_GROUP, {**asked, "open": whole, "groups": list(groups)})
    return {key: (total, int(new or 0) if person_id else 0) for key, total, new in rows}


def _figures() -> AnySelect:
    d = Discussion
    person = bindparam("person", type_=BigInteger)
    is_new = and_(
        d.last_at > func.coalesce(Read.read_at, NEVER),
        or_(d.last_author_id.is_(None), d.last_author_id != person),
    )
    return (
        select(d.activity_id, func.count(), func.sum(case((is_new, 1), else_=0)))
        .outerjoin(Read, and_(Read.discussion_id == d.id, Read.person_id == person))
        .where(
            d.activity_id.in_(bindparam("forums", expanding=True)),
            d.deleted_at.is_(None),
        )
        .group_by(d.activity_id)
    )


# Built once. Most courses have no separate groups: their pages ask the shorter one.
WHOLE: Final = _figures()
BY_GROUP: Final = WHOLE.where(
    or_(
        Discussion.activity_id.in_(bindparam("open", expanding=True)),
        Discussion.group_id.is_(None),
        Discussion.group_id.in_(bindparam("groups", expanding=True)),
    )
)
