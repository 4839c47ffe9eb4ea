"""The ids that a form sends for the rows that were ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyramid.request import Request

LONGEST: Final = 18
MOST: Final = 500


def ticked(request: Request, name: str) -> list[int]:
    """The sent ids, each once, in their order; what is no id is left out."""
    texts = (str(text) for text in request.typed.getall(name))
    found = (int(t) for t in texts if t.isascii() and t.isdecimal() and len(t) <= LONGEST)
    return list(dict.fromkeys(found))[:MOST]
