"""Every read about blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from updago.kernel.blocks.models import BlockPlacement


@dataclass(frozen=True, slots=True)
class Spot:
    """A page that has regions: its own level, and what lies above it, outermost first.

    A course's page: ("course", 7) above ("category", 17), ("category", 3), ("site", 0). The
    dashboard of person 5: ("dashboard", 5), above it the dashboard of everybody and the site.
    """

    level: str
    object_id: int
    above: tuple[tuple[str, int], ...] = ()


def blocks_at(
    session: Session, spot: Spot, *, with_hidden: bool = False
) -> Sequence[BlockPlacement]:
    """The blocks of a page: its own and those inherited from above, in one query.

    Ordered by region, then from the site down to the page, then by position.
    """
    table = BlockPlacement
    own = and_(table.level == spot.level, table.object_id == spot.object_id)
    conditions: list[ColumnElement[bool]] = [own]
    conditions += [
        and_(table.level == level, table.object_id == key, table.inherited.is_(True))
        for level, key in spot.above
    ]
    query = select(table).where(or_(*conditions), table.deleted_at.is_(None))
    if not with_hidden:
        query = query.where(table.is_hidden.is_(False))
    depth = {
        where: place for place, where in enumerate((*spot.above, (spot.level, spot.object_id)))
    }
    return sorted(
        session.scalars(query),
        key=lambda b: (b.region, depth[b.level, b.object_id], b.position, b.id),
    )
