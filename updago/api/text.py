"""Rich text and its embedded files."""

from __future__ import annotations

from updago.kernel.text import RichText, file_ref, rewrite

__all__ = [
    "RichText",
    "file_ref",
    "rewrite",
]
