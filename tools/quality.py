"""The steps of the test commands: what is run, in which order, and what it took."""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.environment import ROOT, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tools.environment import Environment

# Two processes: what the smallest machine that is promised has.
WORKERS = ("-n", "2", "--dist", "loadgroup")
QUICK = "not slow and not browser and not postgres"
BEYOND = "slow or browser or postgres"
# Once more on the other database: each test that works on one, as its fixtures say. Real browsers
# are served from SQLite, and what needs PostgreSQL has run already.
ON_POSTGRES = "database and not browser and not postgres"


@dataclass(frozen=True)
class Step:
    """One check: a program to run, or a function that says whether it passed."""

    name: str
    command: list[str] = field(default_factory=list)
    check: Callable[[], bool] | None = None
    variables: dict[str, str] = field(default_factory=dict)


def lint_steps(environment: Environment) -> list[Step]:
    """The static checks."""
    command = environment.command
    return [
        Step("ruff", command("ruff", "check", "--quiet", ".")),
        Step("format", command("ruff", "format", "--quiet", "--check", ".")),
        Step("mypy", command("mypy")),
        Step("contracts", command("python", "-m", "tools.contracts", "--check")),
        Step("imports", command("lint-imports")),
        Step("templates", command("djlint", "--lint", "--quiet", "updago", "plugins")),
    ]


def quick_steps(environment: Environment, arguments: list[str]) -> list[Step]:
    """The tests of the quick tier with the coverage floor; a choice of tests lifts the floor."""
    options = [*WORKERS, "-m", QUICK, *arguments]
    if arguments:
        return [Step("tests", environment.command("pytest", *options))]
    # Started before pytest, coverage sees every import, in each worker and each server.
    tests = environment.command("coverage", "run", "-m", "pytest", *options)
    return [
        Step("old figures", environment.command("coverage", "erase")),
        Step("tests", tests),
        Step("coverage", check=lambda: coverage_holds(environment)),
    ]


def full_steps(environment: Environment, arguments: list[str]) -> list[Step]:
    """What the full tier adds: slow tests, the browser, and all of a database on PostgreSQL."""
    beyond = environment.command("pytest", *WORKERS, "-m", BEYOND, *arguments)
    postgres = environment.command("pytest", *WORKERS, "-m", ON_POSTGRES, *arguments)
    return [
        Step("slow and browser tests", beyond),
        Step("tests on PostgreSQL", postgres, variables={"TEST_DATABASE": "postgresql"}),
        Step("docs", docs_command(environment)),
    ]


def docs_command(environment: Environment) -> list[str]:
    """The command that builds the documentation; a warning is an error."""
    options = ["-W", "--keep-going", "-n", "-q", "-b", "html"]
    return environment.command("sphinx-build", *options, "docs", "site")


def run_steps(environment: Environment, steps: Iterable[Step]) -> int:
    """Run all the steps, print what each took, and return 1 if one failed."""
    outcomes = []
    for step in steps:
        say(step.name)
        begun = time.monotonic()
        passed = run_step(environment, step)
        outcomes.append((step.name, passed, time.monotonic() - begun))
    print()
    for name, passed, seconds in outcomes:
        print(f"{'ok' if passed else 'FAILED':8} {name:24} {seconds:7.1f} s")
    return 0 if all(passed for _, passed, _ in outcomes) else 1


def run_step(environment: Environment, step: Step) -> bool:
    """Whether one step passes."""
    if step.check:
        return step.check()
    variables = {**environment.variables(), **step.variables}
    return subprocess.run(step.command, cwd=ROOT, env=variables, check=False).returncode == 0


def coverage_holds(environment: Environment) -> bool:
    """Print the coverage of lines and of branches; whether both reach the floor of setup.cfg."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    floor = settings.getfloat("coverage:report", "fail_under")
    for report in (["combine", "--quiet"], ["report", "--fail-under=0"]):
        subprocess.run(environment.command("coverage", *report), cwd=ROOT, check=False)
    totals = environment.command("coverage", "json", "--quiet", "--fail-under=0", "-o", "-")
    done = subprocess.run(totals, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        return False
    figures = json.loads(done.stdout)["totals"]
    lines = figures["percent_statements_covered"]
    branches = figures["percent_branches_covered"]
    print(f"coverage: lines {lines:.1f} %, branches {branches:.1f} %, floor {floor:.0f} %")
    return bool(lines >= floor and branches >= floor)
