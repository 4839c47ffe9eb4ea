"""Writes: acts and operations."""

from __future__ import annotations

from updago.kernel.db.operation import Act, operation

__all__ = [
    "Act",
    "operation",
]
