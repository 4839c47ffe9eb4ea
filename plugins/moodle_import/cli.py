"""``updago courses import``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

from plugins.moodle_import.importing import import_file
from plugins.moodle_import.making.report import Report
from plugins.moodle_import.operations import Wishes
from updago.api.commands import Site
from updago.api.errors import NotFound
from updago.api.i18n import _
from updago.api.plugins import Command


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
    """Import the file and return the fidelity report; people read it on standard error."""
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
    tell(report)
    return report.as_json()


def tell(report: Report) -> None:
    """The report in words."""
    lines = [
        f"{kind}: {tally.total} = {tally.kept} kept + {tally.adapted} adapted + "
        f"{tally.refused} refused ({tally.waiting} waiting)"
        for kind, tally in (
            ("activities", report.items),
            ("questions", report.questions),
            ("files", report.files),
        )
    ]
    lines += [
        f"{detail.outcome.value}: {detail.kind} {detail.name}: {detail.sentence()}"
        for detail in report.details
    ]
    print(f"{report.course.get('shortname', '')}", *lines, sep="\n", file=sys.stderr)


IMPORT: Final = Command("courses", "import", _("make a course of an archive"), run, arguments)
