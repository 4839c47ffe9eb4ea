"""Bring the translated catalogues up to date with the sources: ``python -m tools.messages``.

There is one gettext domain. The kernel's catalogue holds what stands in ``updago``, a plugin's
what stands in its folder. Sources are English; a new string comes without a translation, and a
string that is no longer used goes. Other catalogues of the same language in the same folder are
merged in, and go too.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.extraction import KEYWORDS

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "updago"
LANGUAGES = ("fr",)
HEADER = "# Translations of UPdago, under the licence of the project."


def main() -> int:
    """Update the catalogue of the kernel and of each plugin."""
    for source, locale in parts(ROOT).items():
        for language in LANGUAGES:
            update(source, locale, language)
    return 0


def parts(root: Path) -> dict[Path, Path]:
    """The folders with translated strings → where their catalogues lie."""
    found = {root / "updago": root / "updago" / "kernel" / "locale"}
    packages = sorted(path.parent for path in (root / "plugins").glob("*/__init__.py"))
    return found | {package: package / "locale" for package in packages}


def update(source: Path, locale: Path, language: str) -> None:
    """Write one catalogue anew from its sources and from what is translated already."""
    template = extract(source, language)
    path = locale / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    older = sorted((locale / language).rglob("*.po"), key=lambda other: other != path)
    for other in older:
        take_over(template, read(other, language))
    if not len(template):
        return
    write(template, path)
    for other in older:
        if other != path:
            other.unlink()


def extract(source: Path, language: str) -> Catalog:
    """The strings of a folder, in an untranslated catalogue."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg

    with (ROOT / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)  # type: ignore[no-untyped-call]
    catalogue = Catalog(language, DOMAIN, HEADER, "UPdago", "1", fuzzy=False)
    # Plugins' tests say strings that nobody reads.
    messages = extract_from_dir(source, methods, options, dict(KEYWORDS), directory_filter=is_read)
    for name, _, message, comments, context in messages:
        location = (source.relative_to(ROOT) / name).as_posix()
        catalogue.add(message, locations=[(location, 0)], auto_comments=comments, context=context)
    return catalogue


def is_read(folder: str | Path) -> bool:
    """Whether a folder holds strings that people read."""
    return Path(folder).name not in {"tests", "testing", "__pycache__", "node_modules", "dist"}


def take_over(catalogue: Catalog, other: Catalog) -> None:
    """Fill the strings that have no translation yet from another catalogue."""
    for message in catalogue:
        known = other.get(message.id, message.context) if message.id else None
        if known and not known.fuzzy and not any(forms(message.string)):
            message.string = known.string


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """The translations of a message, one per plural form."""
    return [text or ""] if isinstance(text, str | None) else list(text)


def read(path: Path, language: str) -> Catalog:
    """A catalogue that stands.

    :raises babel.messages.pofile.PoFileError: when it cannot be read.
    """
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        return read_po(stream, language, DOMAIN, abort_invalid=True)


def write(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue in a form that changes with its strings alone."""
    from babel.messages.pofile import write_po

    stream = io.BytesIO()
    write_po(stream, catalogue, width=0, sort_by_file=True, include_lineno=False)
    volatile = ('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Report-Msgid')
    lines = stream.getvalue().decode().splitlines()
    kept = [line for line in lines if not line.startswith(volatile)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
