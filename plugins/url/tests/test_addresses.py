from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.url.addresses import host_of, is_web_address, without_spaces


@pytest.mark.parametrize(
    "address",
    ["https://www.univ-poitiers.fr/", "http://localhost:8080/a?b=c#d", "https://été.example/é"],
)
def test_absolute_web_addresses_are_taken(address: str) -> None:
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "www.univ-poitiers.fr",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https://a b",
        "http://a\r\nSet-Cookie: x",
        "//evil.example",
        "https://[::1",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    assert not is_web_address(address)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_an_address(text: str) -> None:
    assert isinstance(host_of(text), str)
    assert not is_web_address(text) or host_of(text)


def test_spaces_are_read_as_browsers_read_them() -> None:
    address = without_spaces(" https://example.org/a b#c d\n")

    assert address == "https://example.org/a%20b#c%20d"
    assert is_web_address(address)
