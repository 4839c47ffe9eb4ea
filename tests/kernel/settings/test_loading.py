"""What may stand in a setting, and which of file, environment and default counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.errors import StartError
from updago.kernel.settings import load_settings
from updago.kernel.settings.values import (
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


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "updago.ini"
    path.write_text("[updago]\nsite_name = File\nlanguage = en\n", "utf-8")
    settings = load_settings(environ={"UPDAGO_SITE_NAME": "Environment"}, path=path)
    assert (settings["site_name"], settings["language"]) == ("Environment", "en")
    assert settings.given == {"site_name", "language"}


def test_an_unknown_key_stops_the_start_and_names_the_nearest() -> None:
    with pytest.raises(StartError, match="site_name"):
        load_settings(environ={"UPDAGO_SITE_NAM": "x"})


def test_a_value_that_does_not_fit_stops_the_start() -> None:
    with pytest.raises(StartError, match="session_idle_minutes"):
        load_settings(environ={"UPDAGO_SESSION_IDLE_MINUTES": "0"})


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
