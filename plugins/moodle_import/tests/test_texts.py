"""Texts become HTML by the number of their format."""

from __future__ import annotations

import pytest

from plugins.moodle_import.reading.records import Text
from plugins.moodle_import.reading.texts import to_html


@pytest.mark.parametrize(
    ("number", "source", "html"),
    [
        (1, "<p>a\nb</p>", "<p>a\nb</p>"),
        (0, "a\nb <b>c</b>", "a<br>\nb <b>c</b>"),
        (0, "<p>a</p>\n<p>b\r\nc</p>\n", "<p>a</p>\n<p>b<br>\nc</p>"),
        (2, "1 < 2 & 3\nx\n\n\ny\n", "<p>1 &lt; 2 &amp; 3<br>x</p><p>y</p>"),
        (2, "", ""),
        (4, "# T\n\n*a* <b>c</b>", "<h1>T</h1>\n<p><em>a</em> <b>c</b></p>\n"),
        (4, "|a|\n|-|\n|1|", "<table>"),
        (3, "<i>x</i>", "<i>x</i>"),
        (99, "<i>x</i>", "<i>x</i>"),
    ],
)
def test_a_text_becomes_html(number: int, source: str, html: str) -> None:
    result = to_html(Text(source, number))

    assert result.startswith(html) if html == "<table>" else result == html
