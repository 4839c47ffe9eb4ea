"""Every write about blocks. Who may do it is asked before, at the place of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from updago.kernel.blocks.declarations import REGIONS
from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid, NotFound
from updago.kernel.text import RichText


@operation("block.add")
def add_block(
    act: Act,
    kind: str,
    *,
    level: str,
    object_id: int,
    region: str = "aside",
    inherited: bool = False,
    title: str = "",
    options: Mapping[str, Any] | None = None,
) -> BlockPlacement:
    """Put a block last in a region of a page."""
    _known_region(region)
    return act.add(
        BlockPlacement(
            type=kind,
            level=level,
            object_id=object_id,
            region=region,
            inherited=inherited,
            position=_end(act, level, object_id, region),
            title=title,
            options=plain_options(options or {}),
        )
    )


@operation("block.configure")
def configure_block(
    act: Act,
    block_id: int,
    *,
    version: int,
    title: str,
    inherited: bool,
    options: Mapping[str, Any],
) -> BlockPlacement:
    """Change a block's title, reach and options. Raises Conflict for a stale version."""
    block = _load(act, block_id, version)
    block.title, block.inherited, block.options = title, inherited, plain_options(options)
    return block


@operation("block.move")
def move_block(act: Act, block_id: int, *, region: str, position: int) -> BlockPlacement:
    """Move a block inside its page: to a region, before the block at `position` (0-based)."""
    _known_region(region)
    block = _load(act, block_id)
    neighbours = [
        other
        for other in _in_region(act, block.level, block.object_id, region)
        if other is not block
    ]
    neighbours.insert(max(0, min(position, len(neighbours))), block)
    block.region = region
    for place, other in enumerate(neighbours):
        other.position = place
    return block


@operation("block.hide")
def hide_block(act: Act, block_id: int, *, hidden: bool) -> BlockPlacement:
    """Hide a block from those who do not edit the page, or show it again."""
    block = _load(act, block_id)
    block.is_hidden = hidden
    return block


@operation("block.delete")
def delete_block(act: Act, block_id: int) -> None:
    """Mark a block deleted."""
    act.delete(_load(act, block_id))


@operation("block.restore")
def restore_block(act: Act, block_id: int) -> BlockPlacement:
    """Bring a deleted block back, last in its region."""
    block = act.session.get(BlockPlacement, block_id)
    if block is None:
        raise NotFound("This block does not exist any more.")
    block.position = _end(act, block.level, block.object_id, block.region)
    act.restore(block)
    return block


def plain_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as they are stored: JSON values, a rich text by its HTML."""
    return {
        name: value.html if isinstance(value, RichText) else value
        for name, value in options.items()
    }


def _load(act: Act, block_id: int, version: int | None = None) -> BlockPlacement:
    block = act.get(BlockPlacement, block_id, version)
    if block is None:
        raise NotFound("This block does not exist any more.")
    return block


def _known_region(region: str) -> None:
    if region not in REGIONS:
        raise Invalid("This page has no region “${region}”.", {"region": region}, field="region")


def _in_region(act: Act, level: str, object_id: int, region: str) -> list[BlockPlacement]:
    table = BlockPlacement
    return list(
        act.session.scalars(
            select(table)
            .where(
                table.level == level,
                table.object_id == object_id,
                table.region == region,
                table.deleted_at.is_(None),
            )
            .order_by(table.position, table.id)
        )
    )


def _end(act: Act, level: str, object_id: int, region: str) -> int:
    table = BlockPlacement
    last = act.session.scalar(
        select(func.max(table.position)).where(
            table.level == level, table.object_id == object_id, table.region == region
        )
    )
    return 0 if last is None else last + 1
