from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path
from unittest.mock import Mock

import pytest

from tools import bootstrap, targets
from tools.environment import METADATA, ROOT, Environment, SetUpError

OLD_GRAMMAR = (3, 7)


def test_the_script_parses_on_versions_of_python_that_it_must_refuse() -> None:
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=OLD_GRAMMAR)


def test_a_python_that_is_too_old_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert bootstrap.use_newer_python() == 1
    assert "3.11" in capsys.readouterr().err


def test_an_unknown_target_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert targets.run(["fly"]) == 2
    assert "serve" in capsys.readouterr().err


def test_make_has_every_target_of_the_script() -> None:
    names = re.search(r"^TARGETS = (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert names
    assert set(names[1].split()) == set(targets.TARGETS)


def test_a_step_is_done_again_when_its_inputs_change(tmp_path: Path) -> None:
    environment = Environment(tmp_path)
    environment.stamp("run", "first")
    assert environment.has_stamp("run", "first")
    assert not environment.has_stamp("run", "second")
    assert not environment.has_stamp("test", "first")


def test_a_standing_environment_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = Environment(ROOT / ".venv")
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(environment, "works", lambda: True)
    monkeypatch.setattr(environment, "has_stamp", lambda name, digest: True)
    monkeypatch.setattr(environment, "install", lambda *arguments: calls.append(arguments))
    environment.prepare("test")
    assert not calls


def test_the_project_is_installed_again_when_its_metadata_changes() -> None:
    assert {"setup.cfg", "entry_points.ini"} <= set(METADATA)
    assert all((ROOT / name).is_file() for name in METADATA)


def test_a_broken_environment_is_removed_and_a_folder_that_is_none_is_not(tmp_path: Path) -> None:
    keepsake = tmp_path / "letters.txt"
    keepsake.write_text("mine")
    environment = Environment(tmp_path)
    environment.discard()
    assert keepsake.read_text() == "mine"
    (tmp_path / "pyvenv.cfg").write_text("")
    environment.discard()
    assert not tmp_path.exists()


def test_a_machine_that_makes_no_environment_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = Environment(tmp_path / "venv")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: Mock(returncode=1))
    with pytest.raises(SetUpError, match="python3-venv"):
        environment.create()
