"""Writing a new plugin from templates: complete, and green at once."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Final

from updago.kernel.errors import Conflict
from updago.kernel.i18n import _
from updago.kernel.plugins.manifest import Manifest

TEMPLATES: Final = Path(__file__).parent / "templates"
KINDS: Final = ("activity", "block")
SUFFIX: Final = ".tmpl"


class _Template(string.Template):
    """Places are written `@{name}`, since the generated files have `$` of their own."""

    delimiter = "@"


def make_plugin(name: str, kind: str, folder: Path) -> list[Path]:
    """Write a plugin of a kind into `folder/name` and return its files.

    Raises StartError for a name that no plugin may have, Conflict when the folder exists.
    """
    title = name.replace("_", " ").capitalize()
    Manifest(name=name, title=title, version="0.1.0", category=kind)
    target = folder / name
    if target.exists():
        raise Conflict(_("The folder ${path} exists already."), {"path": target})
    words = {"name": name, "title": title, "Name": "".join(map(str.capitalize, name.split("_")))}
    source = TEMPLATES / kind
    written = []
    for template in sorted(source.rglob(f"*{SUFFIX}")):
        place = str(template.relative_to(source)).removesuffix(SUFFIX).replace("NAME", name)
        path = target / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_Template(template.read_text("utf-8")).substitute(words), "utf-8")
        written.append(path)
    return written
