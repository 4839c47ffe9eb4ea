from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.architecture.conftest import Checkout

# Written in two parts, so that this file does not hold what it forbids.
HOSTS = ("pypi" + ".org", "python" + "hosted", "npm" + "js.", "deb." + "debian")
FOREIGN = re.compile("|".join([r"(?<![\w.])/(work|home)" + "/", *map(re.escape, HOSTS)]))
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + r"ME|XX" + r"X)\b")


@pytest.fixture(scope="session")
def tracked(checkout: Checkout) -> list[Path]:
    """The text files that git knows."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=checkout.root, capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("git is missing: this is no checkout")
    paths = (checkout.root / name for name in done.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


def lines_with(checkout: Checkout, paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands, as ``file:line``."""
    return [
        f"{checkout.name(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_machine_or_a_registry(checkout: Checkout, tracked: list[Path]) -> None:
    assert not lines_with(checkout, tracked, FOREIGN)


def test_no_file_puts_work_off(checkout: Checkout, tracked: list[Path]) -> None:
    sources = [path for path in tracked if path.suffix in {".py", ".js", ".mjs", ".css", ".jinja2"}]
    assert not lines_with(checkout, sources, UNFINISHED)
