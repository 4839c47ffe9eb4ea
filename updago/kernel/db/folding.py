"""Texts without case and accents, so that « étude » stands by « Etudes » and either finds both."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from typing import Any, Final

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

SQLITE_NAME: Final = "updago_fold"
# What decomposing leaves whole, though people type the one for the other.
WHOLE: Final = (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae"), ("ß", "ss"))
MARKS: Final = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """A text in lower case, its letters without marks; the databases do the same by `folded`."""
    if text.isascii():
        return text.lower()
    for letter, letters in WHOLE:
        text = text.replace(letter, letters)
    return MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()


class folded(FunctionElement[str]):  # noqa: N801 - reads as the function that it is
    """`folded(column)`: the column as `fold` gives it, for searching and for sorting."""

    inherit_cache = True
    type = String()


@compiles(folded, "sqlite")
def _on_sqlite(element: folded, compiler: Any, **options: Any) -> str:
    return f"{SQLITE_NAME}({compiler.process(element.clauses, **options)})"


@compiles(folded, "postgresql")
def _on_postgresql(element: folded, compiler: Any, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    for letter, letters in WHOLE:
        text = f"replace({text}, '{letter}', '{letters}')"
    # Marks go before the case does: a database may know the case of ASCII only. Its order of
    # letters may be any too.
    bare = f"regexp_replace(normalize({text}, NFKD), '[\\u0300-\\u036f]', '', 'g')"
    return f'(lower({bare}) COLLATE "C")'


def teach(connection: sqlite3.Connection) -> None:
    """Let a connection to SQLite call `fold`."""
    connection.create_function(SQLITE_NAME, 1, _fold_or_null, deterministic=True)


def _fold_or_null(text: str | None) -> str | None:
    return None if text is None else fold(text)
