"""Messages, dates and numbers for the person who reads them."""

from __future__ import annotations

from updago.kernel.i18n import Formats, _

__all__ = [
    "Formats",
    "_",
]
