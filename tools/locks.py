"""The locks: exact versions with hashes, for every supported Python, without any address."""

from __future__ import annotations

import configparser
import subprocess

from tools.environment import LOCKS, ROOT, SetUpError

# What a site needs, to grow too; all the rest serves those who change the code.
RUN_EXTRAS = ("postgres", "redis", "scale", "build")
OPTIONS = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
INSTALLER = "uv"


def compile_locks(uv: str, arguments: list[str]) -> None:
    """Write every lock; the run-time one holds the same versions as the one for tests.

    :raises SetUpError: when the dependencies cannot be resolved.
    """
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    oldest = settings["options"]["python_requires"].removeprefix(">=")
    everything = tuple(settings["options.extras_require"])
    test, run = LOCKS / "test.lock", LOCKS / "run.lock"
    common = [*OPTIONS, "--python-version", oldest, *arguments]
    resolve(uv, [*common, *extras(everything), "-o", str(test), "setup.cfg"])
    resolve(uv, [*common, *extras(RUN_EXTRAS), "-c", str(test), "-o", str(run), "setup.cfg"])
    resolve(uv, [*common, "-o", str(LOCKS / "installer.lock"), "-"], INSTALLER)


def extras(names: tuple[str, ...]) -> list[str]:
    """The options that ask for optional dependencies."""
    return [option for name in names for option in ("--extra", name)]


def resolve(uv: str, options: list[str], requirements: str | None = None) -> None:
    """Resolve one set of requirements.

    :raises SetUpError: when there is no solution.
    """
    command = [uv, "pip", "compile", *options]
    if subprocess.run(command, cwd=ROOT, input=requirements, text=True, check=False).returncode:
        raise SetUpError("The dependencies could not be resolved: see the lines above.")
