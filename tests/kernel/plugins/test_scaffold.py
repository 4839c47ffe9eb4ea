from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from updago.kernel.errors import Conflict, StartError
from updago.kernel.plugins.scaffold import make_plugin

ROOT = Path(__file__).parents[3]
ENTRY = "[updago.plugins]\nquick_question = quick_question.plugin:plugin\n"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder in which a new activity was written and installed."""
    make_plugin("quick_question", "activity", tmp_path)
    info = tmp_path / "quick_question-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: quick-question\nVersion: 0.1.0\n")
    (info / "entry_points.txt").write_text(ENTRY)
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": f"{folder}:{ROOT}", "UPDAGO_DATA_DIR": f"{folder}/var"}
    return subprocess.run(
        [sys.executable, "-m", *command],
        env=environ,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_tests_of_a_new_plugin_pass_at_once(made: Path) -> None:
    names = ("databases", "fixtures", "web")
    plugins = [word for name in names for word in ("-p", f"updago.testing.{name}")]
    command = ["pytest", "-q", "-W", "ignore", "--import-mode=importlib", *plugins]
    done = run(made, *command, f"{made}/quick_question/tests")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_its_migration_makes_what_its_models_say(made: Path) -> None:
    assert run(made, "updago.cli", "upgrade").returncode == 0
    done = run(made, "updago.cli", "check")
    assert done.returncode == 0, done.stderr


def test_a_new_plugin_keeps_the_rules_of_style(made: Path) -> None:
    config = ["--config", str(ROOT / "ruff.toml"), "--no-cache"]
    for step in (["check", *config], ["format", "--check", *config]):
        done = run(made, "ruff", *step, "quick_question")
        assert done.returncode == 0, done.stdout


def test_a_folder_that_exists_is_not_written_over(made: Path) -> None:
    with pytest.raises(Conflict, match="exists already"):
        make_plugin("quick_question", "activity", made)


def test_a_name_that_no_plugin_may_have_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StartError):
        make_plugin("Quick-Question", "activity", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_below_plugins_the_package_is_theirs(tmp_path: Path) -> None:
    make_plugin("quick", "activity", tmp_path / "plugins")
    text = (tmp_path / "plugins" / "quick" / "views.py").read_text()
    assert "from plugins.quick import operations" in text
