"""What plugins give to the world of the gates: sample values of forms, objects, more rows.

A plugin may have `tests/world.py` with any of these functions:

- `data(site) -> {activity type: {field: value}}` where the defaults of a form do not do;
- `options(site) -> {enrolment method: {option: value}}`, also where defaults do not do;
- `objects(site, side) -> {placeholder: value}` for the placeholders of its routes;
- `grow(site, side, rows)` adds that many rows to every list the plugin shows.
"""

from __future__ import annotations

import runpy
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final

from wtforms import StringField, URLField

from updago.kernel.app import Site
from updago.kernel.errors import Invalid
from updago.kernel.files.operations import Upload
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.text import RichText
from updago.kernel.web.forms import RichTextField, UploadField
from updago.kernel.web.forms.fields import UploadsField

TEXT: Final = "Les deux membranes de la mitochondrie"
# Wider than a phone: it scrolls by itself, and makes no page wider.
WIDE: Final = f"<table><tbody><tr>{'<td>Mitochondrie</td>' * 9}</tr></tbody></table>"
ADDRESS: Final = "https://example.org/cours"
WORLD: Final = "tests/world.py"


def contribution(site: Site, plugin: str, name: str) -> Callable[..., Any] | None:
    """The function of that name in a plugin's `tests/world.py`, if there is one."""
    path = site.plugins.plugins[plugin].folder / WORLD
    if not path.is_file():
        return None
    found: Callable[..., Any] | None = runpy.run_path(str(path)).get(name)
    return found


def upload(site: Site, name: str = "plan.txt") -> Upload:
    """A small text file in the store of the site."""
    return Upload(site.files.put(BytesIO(f"{TEXT}\n".encode())), name, "text/plain")


def sample_data(site: Site, kind: ActivityType) -> Mapping[str, Any]:
    """Values for the form of an activity type: the plugin's own, else defaults, else samples."""
    given = contribution(site, site.declared(ActivityType).owner(kind.name), "data")
    own: Mapping[str, Mapping[str, Any]] = given(site) if given else {}
    if kind.name in own:
        return own[kind.name]
    return {field.name: _sample(site, field) for field in kind.form()} if kind.form else {}


def refused_sample(kind: ActivityType, error: Invalid) -> str:
    """What to tell the author of a type whose samples are refused."""
    return f"give data(site) for {kind.name} in {WORLD}: its samples are refused: {error.sentence}"


def _sample(site: Site, field: Any) -> Any:
    if isinstance(field, UploadsField):
        return (upload(site),)
    if isinstance(field, UploadField):
        return upload(site)
    if isinstance(field, RichTextField):
        return RichText.of(f"<p>{TEXT}</p>{WIDE}")
    if isinstance(field, URLField):
        return ADDRESS
    if isinstance(field, StringField) and not field.data:
        return TEXT if field.flags.required else ""
    return field.data
