"""What each command of a checkout does. The Makefile's targets have the same names."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.environment import ROOT, Environment, SetUpError
from tools.locks import compile_locks
from tools.quality import docs_command, full_steps, lint_steps, quick_steps, run_steps

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = ".venv"


def run(arguments: list[str]) -> int:
    """Run a target with its further arguments; the exit status of the command line.

    A target's failure is 1 with one sentence, an unknown target 2.
    """
    name, *rest = arguments or ["help"]
    target = TARGETS.get(name)
    if target is None:
        print(f"Targets: {' '.join(TARGETS)}", file=sys.stderr)
        return 2
    try:
        return target(Environment(ROOT / FOLDER), rest)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def serve(environment: Environment, arguments: list[str]) -> int:
    """Install what is missing, fill the demo and serve it until it is stopped."""
    environment.prepare("run")
    build_assets(environment)
    call(environment, environment.command("updago", "demo"))
    command = environment.command("updago", "serve", *arguments)
    os.execve(command[0], command, environment.variables())


def test(environment: Environment, arguments: list[str]) -> int:
    """The quick tier: lint, types, imports, the tests that need no server, the coverage floor."""
    prepare_tests(environment)
    return run_steps(environment, [*lint_steps(environment), *quick_steps(environment, arguments)])


def test_rest(environment: Environment, arguments: list[str]) -> int:
    """What the full tier has beyond the quick one."""
    prepare_tests(environment)
    return run_steps(environment, full_steps(environment, arguments))


def test_full(environment: Environment, arguments: list[str]) -> int:
    """Both tiers, one after the other; the second runs even when the first fails."""
    return max(test(environment, arguments), test_rest(environment, arguments))


def lint(environment: Environment, arguments: list[str]) -> int:
    """The static checks alone."""
    del arguments
    prepare_tests(environment)
    return run_steps(environment, lint_steps(environment))


def bench(environment: Environment, arguments: list[str]) -> int:
    """Measure the real server; not a test."""
    prepare_tests(environment)
    return call(environment, environment.command("python", "-m", "tools.bench", *arguments))


def assets(environment: Environment, arguments: list[str]) -> int:
    """Bundle the front end and compile the catalogues."""
    del arguments
    environment.prepare("run")
    return build_assets(environment)


def docs(environment: Environment, arguments: list[str]) -> int:
    """Build the documentation into ``site``; a warning is an error."""
    environment.prepare("test")
    return call(environment, [*docs_command(environment), *arguments])


def messages(environment: Environment, arguments: list[str]) -> int:
    """Bring every catalogue up to date with the sources."""
    environment.prepare("run")
    return call(environment, environment.command("python", "-m", "tools.messages", *arguments))


def contracts(environment: Environment, arguments: list[str]) -> int:
    """Write the import contracts that follow from the plugins' manifests."""
    environment.prepare("test")
    return call(environment, environment.command("python", "-m", "tools.contracts", *arguments))


def lock(environment: Environment, arguments: list[str]) -> int:
    """Resolve the dependencies anew and write the locks; ``--upgrade`` takes newer releases."""
    environment.create()
    uv = environment.uv()
    if uv is None:
        raise SetUpError("Writing the locks needs uv, which cannot be had here.")
    compile_locks(uv, arguments)
    return 0


def prepare_tests(environment: Environment) -> None:
    """The environment and the assets that tests need."""
    environment.prepare("test")
    build_assets(environment)


def build_assets(environment: Environment) -> int:
    """Bring the assets up to date.

    :raises SetUpError: when they cannot be built.
    """
    return call(environment, environment.command("python", "-m", "tools.assets"))


def call(environment: Environment, command: list[str]) -> int:
    """Run a program of the environment in the checkout.

    :raises SetUpError: when it fails.
    """
    done = subprocess.run(command, cwd=ROOT, env=environment.variables(), check=False)
    if done.returncode:
        program = " ".join([Path(command[0]).name, *command[1:]])
        raise SetUpError(f"{program} failed with status {done.returncode}: see the lines above.")
    return 0


def show_help(environment: Environment, arguments: list[str]) -> int:
    """List the targets."""
    del environment, arguments
    for name, target in TARGETS.items():
        print(f"{name:10}  {(target.__doc__ or '').splitlines()[0]}")
    return 0


TARGETS: dict[str, Callable[[Environment, list[str]], int]] = {
    "serve": serve,
    "test": test,
    "test-rest": test_rest,
    "test-full": test_full,
    "lint": lint,
    "bench": bench,
    "assets": assets,
    "docs": docs,
    "messages": messages,
    "contracts": contracts,
    "lock": lock,
    "help": show_help,
}
