"""What may stand in a setting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.settings.values import (
    boolean,
    hosts,
    labelled,
    link,
    linked,
    minutes,
    networks,
    one_of,
    paragraphs,
    positive,
)


@pytest.mark.parametrize(("text", "value"), [("Yes", True), (" off ", False), ("1", True)])
def test_a_switch_is_yes_or_no(text: str, *, value: bool) -> None:
    assert boolean(text) is value


def test_a_switch_is_nothing_else() -> None:
    with pytest.raises(ValueError, match="maybe"):
        boolean("maybe")


@given(st.integers())
def test_a_size_is_a_whole_number_that_counters_hold(number: int) -> None:
    if 1 <= number <= 2**50:
        assert positive(str(number)) == number
    else:
        with pytest.raises(ValueError, match=str(number)):
            positive(str(number))


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (minutes, "527041"),
        (minutes, "-1"),
        (labelled, "{}"),
        (labelled, '["x"]'),
        (labelled, '[{"label": ""}]'),
        (labelled, '[{"label": "x", "href": 1}]'),
        (linked, '[{"label": "x"}]'),
        (link, "javascript:alert(1)"),
        (link, "//example.org"),
        (link, "data:text/html,x"),
        (link, "mailto:nobody"),
        (one_of("full", "none"), "half"),
        (networks, "10.0.0.1/8"),
        (networks, "everybody"),
        (hosts, "https://example.org"),
        (hosts, "example.org;"),
        (hosts, "a..b"),
        (hosts, "exa*mple.org"),
    ],
)
def test_what_would_break_every_page_is_refused(parse: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(text)


def test_hosts_are_kept_in_small_letters() -> None:
    assert hosts(" Tube.Example.org  *.example.net:8443 ") == "tube.example.org *.example.net:8443"


@pytest.mark.parametrize("text", ["", "/legal", "https://example.org/x?y=1", "mailto:a@b.org"])
def test_a_link_leads_to_a_page_or_to_a_mail_address(text: str) -> None:
    assert link(text) == text


def test_paragraphs_are_told_apart_by_empty_lines() -> None:
    assert paragraphs(" one\n  and more\n \n two\n") == "one and more\n\ntwo"


def test_networks_are_set_apart_by_spaces() -> None:
    assert [str(network) for network in networks("10.0.0.0/8  ::1")] == ["10.0.0.0/8", "::1/128"]
    assert networks("") == ()
