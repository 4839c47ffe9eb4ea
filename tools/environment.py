"""The virtual environment of a checkout: made once, brought up to date when a lock changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
# What the metadata of the installed project is made from.
METADATA = ("setup.cfg", "setup.py", "pyproject.toml", "entry_points.ini")


class SetUpError(Exception):
    """What a person must mend on the machine before the checkout can be used."""


class Environment:
    """One virtual environment and the installer that fills it.

    Each step leaves a stamp with the digest of what it was made from, so that a repeated step
    costs nothing and needs no network.
    """

    def __init__(self, folder: Path) -> None:
        """Describe the environment in a folder, which need not exist yet."""
        self.folder = folder
        self.bin = folder / "bin"
        self.python = self.bin / "python"

    def prepare(self, lock: str) -> None:
        """Make the environment, install a lock and the project itself.

        :raises SetUpError: one sentence, when a step fails.
        """
        self.create()
        self.install_lock(lock)
        self.install_project()

    def create(self) -> None:
        """Make the environment unless it stands.

        :raises SetUpError: when Python cannot make one.
        """
        if self.works():
            return
        self.discard()
        uv = shutil.which("uv")
        if uv:
            command = [uv, "venv", "--quiet", "--python", sys.executable, str(self.folder)]
        else:
            command = [sys.executable, "-m", "venv", str(self.folder)]
        say(f"making {self.folder.name}")
        if subprocess.run(command, check=False).returncode or not self.works(pip=not uv):
            self.discard()
            raise SetUpError("Python made no virtual environment: install python3-venv, try again.")

    def discard(self) -> None:
        """Remove an environment that does not work; a folder that is none is left alone."""
        if (self.folder / "pyvenv.cfg").is_file():
            shutil.rmtree(self.folder)

    def works(self, *, pip: bool = False) -> bool:
        """Whether the environment has a Python that starts, and pip when that is asked for."""
        check = "import pip" if pip else "pass"
        if not self.python.exists():
            return False
        command = [str(self.python), "-c", check]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0

    def install_lock(self, lock: str) -> None:
        """Install the packages of a lock, each checked by its hash.

        :raises SetUpError: when the installer fails.
        """
        path = LOCKS / f"{lock}.lock"
        digest = digest_of(path)
        if self.has_stamp(lock, digest):
            return
        say(f"installing {path.relative_to(ROOT)}")
        self.install("--require-hashes", "-r", str(path))
        self.stamp(lock, digest)

    def install_project(self) -> None:
        """Install the project in place, with the locked build tools.

        :raises SetUpError: when the build fails.
        """
        digest = digest_of(*(ROOT / name for name in METADATA))
        if self.has_stamp("project", digest):
            return
        say("installing updago in place")
        self.install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
        # The build leaves it; found first by programs started here, it would hide later metadata.
        shutil.rmtree(ROOT / "updago.egg-info", ignore_errors=True)
        self.stamp("project", digest)

    def install(self, *arguments: str) -> None:
        """Run the installer.

        :raises SetUpError: when it fails.
        """
        if subprocess.run([*self.installer(), *arguments], cwd=ROOT, check=False).returncode:
            raise SetUpError("The packages could not be installed: see the lines above.")

    def installer(self) -> list[str]:
        """The command that installs: uv when it can be had, else pip."""
        uv = self.uv()
        if uv:
            return [
                uv,
                "pip",
                "install",
                "--quiet",
                "--compile-bytecode",
                "--python",
                str(self.python),
            ]
        return [*self.pip(), "--quiet"]

    def uv(self) -> str | None:
        """The path of uv; it is fetched into the environment when the machine has none."""
        own = self.bin / "uv"
        found = str(own) if own.exists() else shutil.which("uv")
        if found or self.has_stamp("no-uv", "asked"):
            return found
        lock = str(LOCKS / "installer.lock")
        done = subprocess.run([*self.pip(), "--quiet", "--require-hashes", "-r", lock], check=False)
        if done.returncode == 0 and own.exists():
            return str(own)
        say("uv cannot be had: installing with pip")
        self.stamp("no-uv", "asked")
        return None

    def pip(self) -> list[str]:
        """The command that installs with pip."""
        return [str(self.python), "-m", "pip", "install", "--disable-pip-version-check"]

    def command(self, name: str, *arguments: str) -> list[str]:
        """The command line of a program that is installed in the environment."""
        return [str(self.bin / name), *arguments]

    def variables(self) -> dict[str, str]:
        """The process environment in which the programs of this one are found first."""
        path = os.pathsep.join((str(self.bin), os.environ.get("PATH", os.defpath)))
        return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(self.folder)}

    def has_stamp(self, name: str, digest: str) -> bool:
        """Whether a step was done with the same inputs."""
        path = self.folder / f".stamp-{name}"
        return path.is_file() and path.read_text() == digest

    def stamp(self, name: str, digest: str) -> None:
        """Remember that a step was done."""
        (self.folder / f".stamp-{name}").write_text(digest)


def digest_of(*paths: Path) -> str:
    """The sha256 of several files, in hexadecimal."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def say(text: str) -> None:
    """Tell a person what is being done, on standard error."""
    print(f"· {text}", file=sys.stderr, flush=True)
