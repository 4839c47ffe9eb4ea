"""What may stand in a setting, and which of file, environment and default counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.errors import StartError
from updago.kernel.settings import load_settings
from updago.kernel.settings.values import boolean, hosts, labelled, linked, minutes, positive


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


def test_the_file_is_the_one_that_the_environment_names(tmp_path: Path) -> None:
    path = tmp_path / "mine.ini"
    path.write_text("[updago]\nsite_name = Mine\n[idle]\n", "utf-8")
    settings = load_settings(environ={"UPDAGO_CONFIG": str(path)})
    assert (settings["site_name"], settings.source) == ("Mine", path)
    with pytest.raises(StartError, match="mend UPDAGO_CONFIG"):
        load_settings(environ={"UPDAGO_CONFIG": str(tmp_path / "none.ini")})


@pytest.mark.parametrize("content", [b"no section", b"[updago]\nsite_name = \xff"])
def test_a_file_that_cannot_be_read_stops_the_start(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "updago.ini"
    path.write_bytes(content)
    with pytest.raises(StartError, match="cannot be read"):
        load_settings(environ={}, path=path)


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
