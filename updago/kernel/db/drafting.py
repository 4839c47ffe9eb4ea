"""Writing migrations from models: for the people who develop the kernel or a plugin."""

from __future__ import annotations

import graphlib
import subprocess
import sys
import tempfile
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations import ops
from sqlalchemy import Table
from sqlalchemy.types import TypeDecorator

from updago.kernel.db.base import Base
from updago.kernel.db.database import Database
from updago.kernel.db.drift import comparing, owners_of
from updago.kernel.db.histories import KERNEL, History, histories, tables_of
from updago.kernel.db.migrate import upgrade_all
from updago.kernel.errors import NotFound
from updago.kernel.i18n import _

if TYPE_CHECKING:
    from updago.kernel.app import Site

FILE: Final = '''"""{title}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before!r}
requires = {requires!r}


def upgrade() -> None:
    """Make the changes."""
{up_calls}


def downgrade() -> None:
    """Take them back."""
{down_calls}


{functions}
'''
Direction = Literal["make", "undo"]


def draft(site: Site, owner: str) -> list[Path]:
    """Write what the owner's migrations lack compared with its models, and return the files.

    First tables are written one file per module of models, in the order of their foreign keys.
    The files are a draft: read them, and write by hand what moves data. Raises NotFound.
    """
    lines = histories(site.plugins)
    history = next((line for line in lines if line.owner == owner), None)
    if history is None:
        raise NotFound(_("The plugin ${name} is not installed."), {"name": owner})
    requires = None if owner == KERNEL else lines[0].head
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'draft.sqlite'}")
        try:
            upgrade_all(database, lines, site.clock)
            found = _changes(database, {t.name for t in tables_of(owner, owners_of(site))})
            parts = _by_module(found)
            if parts:
                history.folder.mkdir(exist_ok=True)
            return [
                _write(database, history, number, title, part, requires)
                for number, (title, part) in enumerate(parts, start=1)
            ]
        finally:
            database.dispose()


def _changes(database: Database, names: set[str]) -> list[Any]:
    if not names:
        return []
    with comparing(database, names) as context:
        script = produce_migrations(context, Base.metadata)
    upgrades = script.upgrade_ops
    return [] if upgrades is None else list(upgrades.ops)


def _by_module(changes: list[Any]) -> list[tuple[str, list[Any]]]:
    """Split into (title, changes): new tables by module, then all that alters known tables."""
    modules = {m.local_table.name: m.class_.__module__ for m in Base.registry.mappers}  # type: ignore[attr-defined]
    new = {change.table_name for change in changes if isinstance(change, ops.CreateTableOp)}
    graph: dict[str, set[str]] = {}
    for name in sorted(new):
        known = graph.setdefault(modules[name], set())
        known |= {modules[t] for t in _parents(Base.metadata.tables[name]) if t in new}
    for module, parents in graph.items():
        parents.discard(module)
    order = list(graphlib.TopologicalSorter(graph).static_order())
    parts = [
        (
            _title(module),
            [c for c in changes if modules.get(c.table_name) == module and c.table_name in new],
        )
        for module in order
    ]
    rest = [change for change in changes if change.table_name not in new]
    return [*parts, ("Changes", rest)] if rest else parts


def _parents(table: Table) -> set[str]:
    return {key.column.table.name for key in table.foreign_keys}


def _title(module: str) -> str:
    words = [word for word in module.split(".")[2:] if word != "models"] or [module.split(".")[1]]
    return f"The tables of {' '.join(words)}"


def _write(
    database: Database,
    history: History,
    number: int,
    title: str,
    changes: list[Any],
    requires: str | None,
) -> Path:
    revision = history.next_id(number)
    before = history.next_id(number - 1) if len(history.ids) + number > 1 else None
    groups = [(name, list(part)) for name, part in groupby(changes, lambda c: c.table_name)]
    make = [_function(database, "make", name, part) for name, part in groups]
    undo = [
        _function(database, "undo", name, [c.reverse() for c in reversed(part)])
        for name, part in reversed(groups)
    ]
    text = FILE.format(
        title=title,
        revision=revision,
        before=before,
        requires=requires,
        up_calls="\n".join(f"    _make_{name}()" for name, _ in groups),
        down_calls="\n".join(f"    _undo_{name}()" for name, _ in reversed(groups)),
        functions="\n\n\n".join([*make, *undo]),
    )
    path = history.folder / f"{revision}.py"
    path.write_text(text, encoding="utf-8")
    for step in (["check", "--fix", "-q"], ["format", "-q"]):
        command = [sys.executable, "-m", "ruff", *step, str(path)]
        # Without ruff, which is for developers, the file stays rough.
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - fixed words
    return path


def _function(database: Database, direction: Direction, name: str, changes: list[Any]) -> str:
    with comparing(database, set()) as context:
        body = render_python_code(
            ops.UpgradeOps(ops=changes),
            sqlalchemy_module_prefix="sa.",
            alembic_module_prefix="op.",
            render_as_batch=True,
            render_item=_plain_type,
            migration_context=context,
        )
    kept = [line for line in body.splitlines() if not line.lstrip().startswith("# ###")]
    return "\n".join([f"def _{direction}_{name}() -> None:", *(f"    {li}" for li in kept)])


def _plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    # A migration must not change when our own column types do.
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False
