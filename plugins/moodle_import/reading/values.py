"""Plain values of XML elements as Moodle writes them (``$@NULL@$`` for nothing)."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from plugins.moodle_import.errors import Damaged
from plugins.moodle_import.reading.records import Text

NULL: Final = "$@NULL@$"
FORMAT_HTML: Final = 1

_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")


def text(node: etree._Element, tag: str) -> str:
    """Text of a child; ``""`` when it is absent, empty or null."""
    value = node.findtext(tag)
    return "" if value is None or value == NULL else value


def line(node: etree._Element, tag: str) -> str:
    """Text of a child on one line, without space around it."""
    return " ".join(text(node, tag).split())


def number(node: etree._Element, tag: str, default: int = 0) -> int:
    """Whole number of a child, ``default`` when it is absent; raises Damaged for anything else."""
    return whole(text(node, tag), default)


def whole(value: str | None, default: int = 0) -> int:
    """A whole number of at most 18 digits; raises Damaged for anything else."""
    stripped = (value or "").strip()
    if not stripped or stripped == NULL:
        return default
    if not _WHOLE.fullmatch(stripped):
        raise Damaged(
            "A number in the backup cannot be read. Make the backup again, then import it."
        )
    return int(stripped)


def flag(node: etree._Element, tag: str, *, default: bool = False) -> bool:
    """Whether a child holds a number other than 0."""
    return number(node, tag, int(default)) != 0


def rich(node: etree._Element, tag: str, format_tag: str) -> Text:
    """A text and the number of its format."""
    return Text(text(node, tag), number(node, format_tag, FORMAT_HTML))


def tags(node: etree._Element) -> tuple[str, ...]:
    """The tags of a course or an activity, as people write them."""
    return tuple(line(tag, "rawname") or line(tag, "name") for tag in node.iterfind("tags/tag"))


def numbers(node: etree._Element, tag: str) -> tuple[int, ...]:
    """The whole numbers of a comma-separated list."""
    return tuple(whole(part) for part in text(node, tag).split(",") if part.strip())
