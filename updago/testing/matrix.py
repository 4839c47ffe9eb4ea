"""The matrix of routes and persons: `python -m updago.testing.matrix` proposes its rows.

A row says for one route, method and kind of object how each person of the world is answered. It
stands beside the part that owns the route: `tests/matrix.csv` of a plugin, and the kernel's in
`tests/gates`. What is proposed is how the site behaves: each new row must be read before it is
committed.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from updago.kernel.plugins.manager import KERNEL
from updago.testing.databases import make_tables, sqlite_copies
from updago.testing.routes import Addresses, Case, addresses_of
from updago.testing.visits import visit
from updago.testing.world import PERSONS, World, build_world

COLUMNS: Final = ("route", "method", "object", *PERSONS)
KERNELS: Final = Path("tests/gates/matrix.csv")

Key = tuple[str, str, str]
Rows = dict[Key, Mapping[str, str]]


def file_of(world: World, plugin: str) -> Path:
    """Where the rows of a plugin stand, or the kernel's own."""
    if plugin == KERNEL:
        return KERNELS
    return world.site.plugins.plugins[plugin].folder / "tests" / "matrix.csv"


def read_rows(path: Path) -> Rows:
    """The rows of a file by route, method and object; none when there is no file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        (row["route"], row["method"], row["object"]): {name: row[name] for name in PERSONS}
        for row in rows
    }


def write_rows(path: Path, rows: Rows) -> None:
    """Write rows in the order in which they are given."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([*key, *(row[name] for name in PERSONS)] for key, row in rows.items())


def committed(world: World, addresses: Addresses) -> Rows:
    """The rows of all parts."""
    rows: Rows = {}
    for plugin in dict.fromkeys(route.plugin for route in addresses.pages):
        rows.update(read_rows(file_of(world, plugin)))
    return rows


def present(world: World, case: Case, persons: Iterable[str] = PERSONS) -> Mapping[str, str]:
    """How each person is answered now."""
    return {name: visit(world, name, case.method, case.path).answer for name in persons}


def propose(world: World) -> None:
    """Write the rows of every part as the site behaves."""
    addresses = addresses_of(world)
    parts: dict[str, Rows] = defaultdict(dict)
    for case in addresses.cases():
        parts[case.route.plugin][case.key] = present(world, case)
    for plugin, rows in parts.items():
        write_rows(file_of(world, plugin), rows)
        print(f"{len(rows):4} rows in {file_of(world, plugin)}", file=sys.stderr)  # noqa: T201


def main() -> None:
    """Build a world in a folder of its own and write its rows."""
    with tempfile.TemporaryDirectory() as folder:
        empty, home = Path(folder) / "empty", Path(folder) / "home"
        for path in (empty, home):
            path.mkdir()
        make_tables({"data_dir": empty})
        world = build_world(home, sqlite_copies(empty / "updago.sqlite"))
        propose(world)
        world.site.close()


if __name__ == "__main__":
    main()
