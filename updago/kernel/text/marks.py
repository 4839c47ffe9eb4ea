"""Finding marks and their attributes in HTML, cleaned or not, in time linear in its length.

Safety never rests on this reading: what it changes goes through the parser afterwards, or came out
of it. Each pattern matches an unfinished mark to the end of the text, so that none is tried twice.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

_REST: Final = r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>?"""

MARK: Final = re.compile(rf"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+){_REST}")
MARK_OR_COMMENT: Final = re.compile(rf"<!--.*?(?:-->|$)|<[a-zA-Z][^\s/>]*+{_REST}", re.DOTALL)
ATTRIBUTE: Final = re.compile(
    r"""(?P<name>[^\s"'<>/=]++)"""
    r"""(?:(?P<equals>\s*+=\s*+)(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"'>]++)))?"""
)


def value_of(match: re.Match[str]) -> str:
    """Return the decoded value of an `ATTRIBUTE` match."""
    return unescape(match["double"] or match["single"] or match["bare"] or "")


def attribute(mark: str, name: str) -> str:
    """Return the value of the first attribute `name` (lower case) of a mark, or nothing."""
    for match in ATTRIBUTE.finditer(mark):
        if match["name"].lower() == name:
            return value_of(match)
    return ""


def link(address: str, label: str) -> str:
    """Return a link in the form that the parser writes; nothing without an address."""
    shown = escape(label.strip() or address, quote=False)
    return f'<a href="{escape(address)}" rel="noopener">{shown}</a>' if address else ""
