"""Typed settings of a plugin."""

from __future__ import annotations

from updago.kernel.settings import Setting
from updago.kernel.settings.values import boolean

__all__ = [
    "Setting",
    "boolean",
]
