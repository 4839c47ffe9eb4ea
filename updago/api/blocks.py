"""Blocks: what a plugin declares and returns."""

from __future__ import annotations

from updago.kernel.blocks.declarations import BlockContent, BlockContext, BlockType
from updago.kernel.blocks.operations import add_block

__all__ = [
    "BlockContent",
    "BlockContext",
    "BlockType",
    "add_block",
]
