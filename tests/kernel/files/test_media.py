from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.files.media import NAME_LIMIT, disposition, is_inline, media_type, safe_name

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_every_system_can_hold(name: str) -> None:
    safe = safe_name(name)

    assert 0 < len(safe) <= NAME_LIMIT
    assert not set(safe) & set('/\\<>:"|?*\0\r\n')
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in safe)
    assert safe not in {".", ".."}
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\work\\Cours n° 3.pdf", "Cours n° 3.pdf"),
        ("con.txt", "_con.txt"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("", "file"),
    ],
)
def test_known_traps_in_names(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_the_extension_of_a_long_name_is_kept() -> None:
    assert safe_name("x" * 300 + ".pdf").endswith("x.pdf")


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.png", PNG, "image/png"),
        ("a.txt", PNG, "image/png"),
        ("a.png", b"<html><script>", "application/octet-stream"),
        ("a.html", b"<html>", "text/html"),
        ("a.docx", b"PK\x03\x04" + bytes(40), None),
        ("unknown", b"", "application/octet-stream"),
    ],
)
def test_the_content_decides_where_it_says_something(
    name: str, head: bytes, expected: str | None
) -> None:
    found = media_type(name, head)

    assert found == expected if expected else "word" in found


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml"])
def test_what_could_run_is_never_shown_in_place(kind: str) -> None:
    assert not is_inline(kind)


@given(st.text(max_size=60))
def test_a_disposition_is_one_header_line_of_plain_characters(name: str) -> None:
    header = disposition(safe_name(name), inline=False)

    assert header.isascii()
    assert not set(header) & set("\r\n")
    assert header.count('"') == 2
