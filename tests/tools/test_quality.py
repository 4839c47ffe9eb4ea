from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from tools.environment import Environment
from tools.quality import Step, coverage_holds, full_steps, lint_steps, quick_steps, run_steps

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return Environment(tmp_path)


@pytest.mark.parametrize(
    ("lines", "branches", "holds"),
    [(95.0, 95.0, True), (94.9, 99.0, False), (99.0, 94.9, False), (100.0, 100.0, True)],
)
def test_the_floor_holds_for_lines_and_for_branches(
    environment: Environment,
    monkeypatch: pytest.MonkeyPatch,
    lines: float,
    branches: float,
    *,
    holds: bool,
) -> None:
    totals = {"percent_statements_covered": lines, "percent_branches_covered": branches}
    done = Mock(returncode=0, stdout=json.dumps({"totals": totals}))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert coverage_holds(environment) is holds


def test_a_coverage_that_cannot_be_read_fails(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Mock(returncode=1, stdout="No data to report.", stderr="")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert not coverage_holds(environment)


def test_all_steps_run_and_one_failure_is_enough(
    environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []

    def step(name: str, *, passes: bool) -> Step:
        def check() -> bool:
            seen.append(name)
            return passes

        return Step(name, check=check)

    steps = [step("one", passes=True), step("two", passes=False), step("three", passes=True)]
    assert run_steps(environment, steps) == 1
    assert seen == ["one", "two", "three"]
    assert "FAILED   two" in capsys.readouterr().out


def test_a_choice_of_tests_lifts_the_coverage_floor(environment: Environment) -> None:
    assert [step.name for step in quick_steps(environment, [])] == [
        "old figures",
        "tests",
        "coverage",
    ]
    assert [step.name for step in quick_steps(environment, ["tests/tools"])] == ["tests"]


def test_whatever_works_on_a_database_runs_on_both(environment: Environment) -> None:
    (step,) = [s for s in full_steps(environment, []) if s.variables]
    assert step.variables == {"TEST_DATABASE": "postgresql"}
    chosen = step.command[step.command.index("-m") + 1 :]
    assert chosen == ["database and not browser and not postgres"]  # and no choice of folders


def test_the_static_checks_are_all_there(environment: Environment) -> None:
    names = {step.name for step in lint_steps(environment)}
    assert names == {"ruff", "format", "mypy", "contracts", "imports", "templates"}
