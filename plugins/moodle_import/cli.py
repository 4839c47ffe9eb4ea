"""``updago courses import``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from plugins.moodle_import.importing import import_file
from plugins.moodle_import.making.report import Outcome, Report
from plugins.moodle_import.operations import Wishes
from updago.api.commands import Site
from updago.api.errors import NotFound
from updago.api.i18n import _
from updago.api.plugins import Command

ACTIVITIES: Final = _(
    "Activities: ${total}. Kept: ${kept}, adapted: ${adapted}, refused: ${refused}"
    " (waiting for a plugin: ${waiting})."
)
QUESTIONS: Final = _(
    "Questions: ${total}. Kept: ${kept}, adapted: ${adapted}, refused: ${refused}"
    " (waiting for a plugin: ${waiting})."
)
FILES: Final = _(
    "Files: ${total}. Kept: ${kept}, adapted: ${adapted}, refused: ${refused}"
    " (waiting for a plugin: ${waiting})."
)
PEOPLE: Final = _("People: ${total}. Kept: ${kept}, refused: ${refused}.")
OUTCOMES: Final = {
    Outcome.KEPT: _("kept"),
    Outcome.ADAPTED: _("adapted"),
    Outcome.WAITING: _("waiting"),
    Outcome.REFUSED: _("refused"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", type=Path, metavar="FILE", help=_("a Moodle backup (.mbz)"))
    parser.add_argument(
        "--category", default="", metavar="PATH", help=_("category: names from the root, with /")
    )
    parser.add_argument(
        "--shortname", default="", metavar="S", help=_("short name of the new course")
    )
    parser.add_argument(
        "--with-users", action="store_true", help=_("import people and their work too")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("try everything, write nothing"))


def run(site: Site, options: argparse.Namespace) -> Any:
    """Import the file; the fidelity report is a document, or lines for people."""
    wishes = Wishes(
        category=tuple(name.strip() for name in options.category.split("/") if name.strip()),
        short_name=options.shortname.strip(),
        with_people=options.with_users,
    )
    try:
        with options.file.open("rb") as source:
            report = import_file(site, source, wishes, is_rehearsal=options.dry_run)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise NotFound(
            "The file ${path} cannot be opened. Check its name.", {"path": options.file}
        ) from error
    tell(site, report)
    return report.as_json() if options.json else None


def tell(site: Site, report: Report) -> None:
    """The report in words, in the language of the site."""
    translate = site.catalogues.translator(str(site.settings["language"])).translate
    lines = [str(report.course["shortname"])]
    for sentence, tally in (
        (ACTIVITIES, report.items),
        (QUESTIONS, report.questions),
        (FILES, report.files),
        (PEOPLE, report.people),
    ):
        if tally.total:
            lines.append(translate(str(sentence), tally.as_json()))
    for detail in report.details:
        outcome = translate(OUTCOMES[detail.outcome])
        reason = translate(str(detail.reason), detail.mapping)
        lines.append(f"{outcome}: {detail.name}: {reason}")
    print(*lines, sep="\n")


IMPORT: Final = Command("courses", "import", _("make a course of an archive"), run, arguments)
