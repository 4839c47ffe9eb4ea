"""From plain text to rich text and back."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from updago.kernel.text.vocabulary import words

_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_PREFORMATTED: Final = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_ALT: Final = re.compile(r'\salt="([^"]*)"')
_LINES: Final = words(
    "address article blockquote br caption center dd details div dl dt figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr li ol p pre section summary table tr ul"
)
_CELLS: Final = frozenset({"td", "th"})


def paragraphs(text: str) -> str:
    """Return HTML for plain text: a blank line ends a paragraph, a line end is a break."""
    blocks = re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    lines = (escape(block.strip(), quote=False).replace("\n", "<br>") for block in blocks)
    return "".join(f"<p>{block}</p>" for block in lines if block)


def plain_text(html: str) -> str:
    """Return the words of sanitised HTML: one line a block, pictures by their description."""
    flowing = _PREFORMATTED.sub(lambda pre: pre[0].replace("\n", "<br>"), html).replace("\n", " ")
    text = unescape(_TAG.sub(_spoken, flowing))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _spoken(tag: re.Match[str]) -> str:
    name = tag[2]
    if name in _LINES:
        return "\n"
    if name in _CELLS:
        return " "
    if name == "img":
        alt = _ALT.search(tag[3])
        return f" {alt[1]} " if alt else " "
    return ""


def shortened(text: str, length: int) -> str:
    """Return `text` on one line of at most `length` characters (≥ 1), cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    if line[length - 1] != " " and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:.!?…") + "…"
