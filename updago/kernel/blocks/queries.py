"""Every read about blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, bindparam, or_, select, tuple_
from sqlalchemy.orm import Session

from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.db.paging import AnySelect


@dataclass(frozen=True, slots=True)
class Spot:
    """A page that has regions: its own level, and what lies above it, outermost first.

    A course's page: ("course", 7) above ("category", 17), ("category", 3), ("site", 0). The
    dashboard of person 5: ("dashboard", 5), above it the dashboard of everybody and the site.
    """

    level: str
    object_id: int
    above: tuple[tuple[str, int], ...] = ()


def _at() -> AnySelect:
    table = BlockPlacement
    own = and_(table.level == bindparam("level"), table.object_id == bindparam("key"))
    place = tuple_(table.level, table.object_id)
    from_above = and_(place.in_(bindparam("above", expanding=True)), table.inherited)
    return select(table).where(or_(own, from_above), table.deleted_at.is_(None))


# Built once: every page with blocks asks it.
_AT: Final = _at()


def blocks_at(
    session: Session, spot: Spot, *, with_hidden: bool = False
) -> Sequence[BlockPlacement]:
    """The blocks of a page: its own and those inherited from above, in one query.

    Ordered by region, then from the site down to the page, then by position.
    """
    asked = {"level": spot.level, "key": spot.object_id, "above": list(spot.above) or [("", 0)]}
    found = session.scalars(_AT, asked)
    depth = {
        where: place for place, where in enumerate((*spot.above, (spot.level, spot.object_id)))
    }
    return sorted(
        (block for block in found if with_hidden or not block.is_hidden),
        key=lambda b: (b.region, depth[b.level, b.object_id], b.position, b.id),
    )
