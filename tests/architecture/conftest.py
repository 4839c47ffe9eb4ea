"""What the architecture is checked on: the checkout and its files, parsed once."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

BUILT = {"dist", "dist.new", "node_modules", "__pycache__"}


@dataclass(frozen=True)
class Checkout:
    """A checkout: its folder, and the sources in it."""

    root: Path

    def files(self, suffix: str, *folders: str) -> list[Path]:
        """The files with a suffix below some folders, without what a build made."""
        found = (path for name in folders for path in (self.root / name).rglob(f"*{suffix}"))
        return sorted(path for path in found if not BUILT & set(path.parts))

    def name(self, path: Path) -> str:
        """A file's path inside the checkout."""
        return path.relative_to(self.root).as_posix()

    @cached_property
    def modules(self) -> dict[str, ast.Module]:
        """Every module of the product and of its tests, parsed, by its path."""
        paths = self.files(".py", "updago", "plugins", "tests", "tools")
        return {self.name(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}

    @property
    def product(self) -> dict[str, ast.Module]:
        """The modules that are installed on a site."""
        return {
            name: tree
            for name, tree in self.modules.items()
            if name.startswith(("updago/", "plugins/")) and "/tests/" not in name
        }

    @property
    def templates(self) -> list[Path]:
        """Every template of the kernel and of the plugins."""
        return self.files(".jinja2", "updago", "plugins")


@pytest.fixture(scope="session")
def checkout() -> Checkout:
    """The checkout that these tests lie in."""
    return Checkout(Path(__file__).parents[2])
