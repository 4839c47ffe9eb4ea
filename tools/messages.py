"""Bring the translated catalogues up to date with the sources: ``python -m tools.messages``.

There is one gettext domain. The kernel's catalogues hold what stands in ``updago``, a plugin's
what stands in its folder. Sources are English; a new string comes without a translation, and a
string that is no longer used goes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "updago"
LANGUAGES = ("fr",)
# Locations name the file alone: line numbers would change with every edit.
LAYOUT = ("--no-wrap",)
HEADER = (
    "--project=UPdago",
    "--header-comment=# Translations of UPdago, under the licence of the project.",
    "--last-translator=The authors of UPdago",
    "--version=1",
)


def main() -> int:
    """Update the catalogue of the kernel and of each plugin; the first failing status, or 0."""
    parts = [("updago", ROOT / "updago/kernel/locale")]
    folders = sorted(path.parent for path in (ROOT / "plugins").glob("*/__init__.py"))
    parts += [(f"plugins/{folder.name}", folder / "locale") for folder in folders]
    for source, locale in parts:
        status = update(source, locale)
        if status:
            return status
    return 0


def update(source: str, locale: Path) -> int:
    """Extract the strings of one folder and merge them into its catalogues."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / f"{DOMAIN}.pot"
        options = ["-F", "babel.cfg", *LAYOUT, "--add-location=file", "--sort-by-file"]
        options += ["--no-default-keywords", *keywords(), *HEADER]
        status = pybabel("extract", *options, "-o", str(template), source)
        for language in LANGUAGES:
            status = status or merge(template, locale, language)
    return status


def keywords() -> list[str]:
    """The functions that mark a string for translation, as options."""
    names = ("_", "gettext", "ngettext:1,2", "pgettext:1c,2", "pluralize:1,2")
    return [f"--keyword={name}" for name in names]


def merge(template: Path, locale: Path, language: str) -> int:
    """Merge the extracted strings into one catalogue, which is made when there is none."""
    catalogue = locale / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    files = ["-i", str(template), "-o", str(catalogue), "-l", language]
    if not catalogue.exists():
        catalogue.parent.mkdir(parents=True)
        return pybabel("init", *LAYOUT, *files)
    kept = ["--ignore-obsolete", "--no-fuzzy-matching", "--ignore-pot-creation-date"]
    return pybabel("update", *LAYOUT, *kept, *files)


def pybabel(*arguments: str) -> int:
    """Run Babel's command line in the checkout; its exit status."""
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
