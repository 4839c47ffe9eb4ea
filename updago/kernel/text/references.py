"""Addresses inside rich text: embedded files, and the rewriting that importers need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Final
from urllib.parse import quote

from updago.kernel.text.marks import ATTRIBUTE, MARK_OR_COMMENT, value_of

FILE_MARK: Final = "@@file/"

_FILE: Final = re.compile(
    re.escape(FILE_MARK) + r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/", re.IGNORECASE
)
_ADDRESSES: Final = frozenset({"data", "href", "poster", "src", "srcset"})


def file_ref(uid: str, name: str) -> str:
    """Return the address by which stored text names the file `uid`, called `name`."""
    return f"{FILE_MARK}{uid}/{quote(name, safe='')}"


def file_uids(html: str) -> tuple[str, ...]:
    """Return the uids of the files that `html` embeds or links, each once, in their order.

    What is not written as a UUID (RFC 9562, section 4) names no file.
    """
    if FILE_MARK not in html:
        return ()
    found = (_FILE.match(url) for url in _addresses(html))
    return tuple(dict.fromkeys(match[1] for match in found if match))


def rewrite(html: str, change: Callable[[str], str]) -> str:
    """Return `html` with ``change(address)`` in place of each address; the rest is untouched.

    Addresses are the values of href, src, poster, data and the candidates of srcset, decoded. The
    result is as safe as its input: sanitise it.
    """
    return MARK_OR_COMMENT.sub(
        lambda mark: (
            mark[0]
            if mark[0].startswith("<!")
            else ATTRIBUTE.sub(lambda match: _changed(match, change), mark[0])
        ),
        html,
    )


def _changed(match: re.Match[str], change: Callable[[str], str]) -> str:
    name = match["name"].lower()
    if match["equals"] is None or name not in _ADDRESSES:
        return match[0]
    value = value_of(match)
    if name == "srcset":
        result = ", ".join(_changed_candidate(part, change) for part in value.split(","))
    else:
        result = change(value)
    return match[0] if result == value else f'{match["name"]}{match["equals"]}"{escape(result)}"'


def _changed_candidate(part: str, change: Callable[[str], str]) -> str:
    words = part.split()
    return " ".join([change(words[0]), *words[1:]]) if words else ""


def _addresses(html: str) -> Iterator[str]:
    found: list[str] = []

    def note(url: str) -> str:
        found.append(url)
        return url

    rewrite(html, note)
    yield from found
