"""Rich text and its embedded files."""

from __future__ import annotations

from updago.kernel.text import FILE_MARK, Policy, RichText, file_ref, rewrite, sanitise

__all__ = [
    "FILE_MARK",
    "Policy",
    "RichText",
    "file_ref",
    "rewrite",
    "sanitise",
]
