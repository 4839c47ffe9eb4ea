"""What a command prints: one JSON document, or the same in lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def as_json(document: Any) -> str:
    """One JSON document."""
    return json.dumps({} if document is None else document, ensure_ascii=False, default=str)


def as_text(document: Any) -> str:
    """The document in lines: `name: value`, and a table for each list of objects."""
    return "\n".join(_lines(document))


def _lines(document: Any) -> Iterator[str]:
    if isinstance(document, Mapping):
        for name, value in document.items():
            yield from _entry(name, value)
    elif isinstance(document, list):
        yield from _table(document)
    elif document is not None:
        yield str(document)


def _entry(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{name}:"
        yield from (f"  {line}" for line in _lines(value))
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield f"{name}:"
        yield from (f"  {line}" for line in _table(value))
    else:
        yield f"{name}: {_cell(value)}"


def _table(rows: Sequence[Any]) -> Iterator[str]:
    if not all(isinstance(row, Mapping) for row in rows):
        yield from (_cell(row) for row in rows)
        return
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([_cell(row.get(name)) for name in names] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(names))]
    for line in cells:
        yield "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
