"""Tables: the base, the columns every exportable row has, column types and tags."""

from __future__ import annotations

from updago.kernel.db.base import Base, Key, Record, tag
from updago.kernel.db.types import Instant, LocalDeadlineType, RichTextType

__all__ = [
    "Base",
    "Instant",
    "Key",
    "LocalDeadlineType",
    "Record",
    "RichTextType",
    "tag",
]
