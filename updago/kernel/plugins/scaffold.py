"""Writing a new plugin from templates: complete, and green at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from updago.kernel.db.histories import KERNEL, KERNEL_FOLDER, History
from updago.kernel.errors import Conflict
from updago.kernel.i18n import _
from updago.kernel.plugins.manifest import Manifest

TEMPLATES: Final = Path(__file__).parent / "templates"
KINDS: Final = ("activity",)
SUFFIX: Final = ".tmpl"


def make_plugin(name: str, kind: str, folder: Path) -> list[Path]:
    """Write a plugin of a kind into `folder/name` and return its files.

    Raises StartError for a name that no plugin may have, Conflict when the folder exists.
    Below a folder called `plugins` the package is `plugins.NAME`, else `NAME`.
    """
    title = name.replace("_", " ").capitalize()
    Manifest(name=name, title=title, version="0.1.0", category=kind)
    target = folder / name
    if target.exists():
        raise Conflict(_("The folder ${path} exists already."), {"path": target})
    words = {
        "name": name,
        "title": title,
        "package": f"plugins.{name}" if folder.name == "plugins" else name,
        "kernel": History(KERNEL, KERNEL_FOLDER).head or "",
    }
    source = TEMPLATES / kind
    return [
        _write(template, target / template.relative_to(source), words)
        for template in sorted(source.rglob(f"*{SUFFIX}"))
    ]


def _write(template: Path, place: Path, words: dict[str, str]) -> Path:
    path = Path(str(place).removesuffix(SUFFIX).replace("NAME", words["name"]))
    text = template.read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace("@{" + word + "}", value)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
