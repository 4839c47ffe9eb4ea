"""Which of file, environment and default counts, and what stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from updago.kernel.errors import StartError
from updago.kernel.settings import load_settings


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
