"""A form of ours around the fields that a plugin declares."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from wtforms import Form

from updago.kernel.text import RichText


@lru_cache(maxsize=256)
def combined(own: type[Form] | None, *ours: type[Form]) -> type[Form]:
    """One class with the fields of all; where two have one name, ours is kept."""
    parts = ours if own is None else (*ours, own)
    return type("CombinedForm", parts, {})


@lru_cache(maxsize=256)
def names_of(form_class: type[Form]) -> tuple[str, ...]:
    """The names of the fields of a class, in the order in which they were written."""
    unbound: Any = form_class
    if unbound._unbound_fields is None:  # noqa: SLF001 - made by the library on first use
        form_class(meta={"request": None})
    return tuple(name for name, _field in unbound._unbound_fields)  # noqa: SLF001


def own_names(own: type[Form] | None, *ours: type[Form]) -> tuple[str, ...]:
    """The names of the plugin's fields, those that ours have taken left out."""
    if own is None:
        return ()
    taken = {name for part in ours for name in names_of(part)}
    return tuple(name for name in names_of(own) if name not in taken)


def json_options(data: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The named values as options are kept: JSON values, rich texts as their HTML."""
    chosen = {name: data[name] for name in names}
    return {n: v.html if isinstance(v, RichText) else v for n, v in chosen.items()}
