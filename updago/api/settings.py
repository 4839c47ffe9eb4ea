"""Typed settings of a plugin."""

from __future__ import annotations

from updago.kernel.settings import Setting, boolean

__all__ = [
    "Setting",
    "boolean",
]
