"""Blocks: what a plugin declares and returns."""

from __future__ import annotations

from updago.kernel.blocks.declarations import BlockContent, BlockContext, BlockType

__all__ = [
    "BlockContent",
    "BlockContext",
    "BlockType",
]
