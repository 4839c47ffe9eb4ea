"""The migrations of the kernel and of each plugin: one straight line of files per owner."""

from __future__ import annotations

import hashlib
import inspect
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.db.base import Base

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory
    from sqlalchemy import Table

    from updago.kernel.plugins.manager import PluginManager

KERNEL: Final = "core"
KERNEL_FOLDER: Final = Path(__file__).parents[1] / "migrations"


@dataclass(frozen=True)
class History:
    """The migrations of one owner: files `owner_0001.py`, `owner_0002.py`, … in one folder."""

    owner: str
    folder: Path

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The revisions from the first to the head."""
        pattern = re.compile(rf"{re.escape(self.owner)}_\d{{4}}")
        names = (path.stem for path in self.folder.glob("*.py"))
        return tuple(sorted(name for name in names if pattern.fullmatch(name)))

    @property
    def head(self) -> str | None:
        return self.ids[-1] if self.ids else None

    @property
    def version_table(self) -> str:
        """Where alembic keeps the owner's revision."""
        return f"av_{self.owner}"

    @cached_property
    def script(self) -> ScriptDirectory:
        """What alembic knows of the files; loaded here, because most commands never migrate."""
        from alembic.script import ScriptDirectory

        return ScriptDirectory(str(self.folder), version_locations=[str(self.folder)])

    def after(self, revision: str | None) -> tuple[str, ...]:
        """The revisions that come after one (None: before the first).

        A revision that is not among the files is newer than they are: nothing comes after it.
        """
        if revision is None:
            return self.ids
        if revision not in self.ids:
            return ()
        return self.ids[self.ids.index(revision) + 1 :]

    def checksum(self, revision: str) -> str:
        """The SHA-256 of the files up to the revision."""
        digest = hashlib.sha256()
        for name in self.ids[: self.ids.index(revision) + 1]:
            digest.update((self.folder / f"{name}.py").read_bytes())
        return digest.hexdigest()

    def requires(self, revision: str) -> str | None:
        """The kernel revision that one of ours wants to stand on."""
        module: Any = self.script.get_revision(revision).module
        return getattr(module, "requires", None)

    def next_id(self, further: int = 1) -> str:
        """The name of a revision to be written."""
        return f"{self.owner}_{len(self.ids) + further:04}"


def histories(plugins: PluginManager) -> list[History]:
    """The kernel's, then each installed plugin's in the order of their needs."""
    found = [History(KERNEL, KERNEL_FOLDER)]
    for name, plugin in plugins.plugins.items():
        folder = Path(inspect.getfile(type(plugin))).parent / "migrations"
        found.append(History(name, folder))
    return found


def owner_of(table: str, owners: list[str]) -> str | None:
    """Whose table it is: the longest name that the table begins with."""
    return max((o for o in owners if table.startswith(f"{o}_")), key=len, default=None)


def tables_of(owner: str, owners: list[str]) -> list[Table]:
    """The tables of the owner's models, in the order in which they can be made."""
    tables = Base.metadata.sorted_tables
    return [t for t in tables if t.info.get("plugin", owner_of(t.name, owners)) == owner]
