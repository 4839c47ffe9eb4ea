"""Texts of a backup as HTML, by the number of their format. Nothing here is sanitised."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from markdown_it import MarkdownIt

from plugins.moodle_import.reading.records import Text

FORMAT_MOODLE: Final = 0
FORMAT_PLAIN: Final = 2
FORMAT_MARKDOWN: Final = 4

_LINE_END: Final = re.compile(r"(?<!>)[ \t]*\r?\n(?!\s*<)")
_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n\s*")


def to_html(text: Text) -> str:
    """HTML of a text; a format that Moodle does not have is taken for HTML."""
    if text.format == FORMAT_MOODLE:
        return _LINE_END.sub("<br>\n", text.source.strip())
    if text.format == FORMAT_PLAIN:
        return plain_to_html(text.source)
    if text.format == FORMAT_MARKDOWN:
        return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text.source))
    return text.source


def plain_to_html(source: str) -> str:
    """Paragraphs of plain text: a blank line ends one, a line end is a break."""
    blocks = _BLANK_LINES.split(source.replace("\r\n", "\n").strip())
    lines = (escape(block, quote=False).replace("\n", "<br>") for block in blocks)
    return "".join(f"<p>{block}</p>" for block in lines if block)
