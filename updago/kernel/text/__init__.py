"""Rich text: what people write, cleaned, with its embedded files."""

from __future__ import annotations

from updago.kernel.text.references import FILE_MARK, file_ref, rewrite
from updago.kernel.text.rich import RichText
from updago.kernel.text.sanitiser import POLICY_VERSION, STORED, Policy, sanitise

__all__ = [
    "FILE_MARK",
    "POLICY_VERSION",
    "STORED",
    "Policy",
    "RichText",
    "file_ref",
    "rewrite",
    "sanitise",
]
