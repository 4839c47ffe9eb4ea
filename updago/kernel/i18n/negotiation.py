"""Which language a person reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

_LONGEST_HEADER: Final = 1_000


def negotiate(
    available: Collection[str], wished: str | None, accept: str | None, default: str = "fr"
) -> str:
    """Return the language for a person: their own choice, their browser's, then the site's.

    `accept` is the Accept-Language header (RFC 9110, section 12.5.4); a range such as ``fr-CA``
    also finds ``fr``. What is not available is passed over.
    """
    known = {_folded(language): language for language in available}
    for tag in (_folded(wished or ""), *_ranges(accept or "")):
        for candidate in (tag, tag.partition("-")[0]):
            if candidate in known:
                return known[candidate]
    return default


def _folded(tag: str) -> str:
    return tag.strip().lower().replace("_", "-")


def _ranges(header: str) -> Iterator[str]:
    """Yield the language ranges of the header, the most wanted first, none with a weight of 0."""
    weighted = []
    for part in header[:_LONGEST_HEADER].split(","):
        tag, _, parameters = part.partition(";")
        weight = _weight(parameters)
        if weight > 0:
            weighted.append((weight, _folded(tag)))
    weighted.sort(key=lambda pair: -pair[0])
    yield from (tag for _, tag in weighted)


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
