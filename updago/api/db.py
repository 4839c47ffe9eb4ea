"""Tables: the base, the columns every exportable row has, column types and tags."""

from __future__ import annotations

from updago.kernel.db.asking import ask
from updago.kernel.db.base import Base, Key, Record, tag
from updago.kernel.db.counters import bump
from updago.kernel.db.paging import AnySelect, Paged, page_number, paged
from updago.kernel.db.types import Instant, LocalDeadlineType, RichTextType

__all__ = [
    "AnySelect",
    "Base",
    "Instant",
    "Key",
    "LocalDeadlineType",
    "Paged",
    "Record",
    "RichTextType",
    "ask",
    "bump",
    "page_number",
    "paged",
    "tag",
]
