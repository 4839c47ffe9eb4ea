"""Messages, dates and numbers for the person who reads them."""

from __future__ import annotations

from updago.kernel.i18n import (
    BadInput,
    Formats,
    Translator,
    _,
    parse_date,
    parse_decimal,
    parse_moment,
    parse_wall_time,
)

__all__ = [
    "BadInput",
    "Formats",
    "Translator",
    "_",
    "parse_date",
    "parse_decimal",
    "parse_moment",
    "parse_wall_time",
]
