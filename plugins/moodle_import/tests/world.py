"""What the gates find of imports."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from plugins.moodle_import.asking import ask_import, note_done
from plugins.moodle_import.making.report import Detail, Outcome, Report
from plugins.moodle_import.models import Run
from plugins.moodle_import.reports import stored
from updago.api.files import Upload
from updago.testing.growth import multiply, numbered
from updago.testing.world import Side


def report() -> Report:
    """A report with one activity of each outcome."""
    made = Report("moodle2", "4.5")
    for outcome in Outcome:
        made.item("page", outcome)
        made.details.append(Detail("activity", "page", "Le sol", outcome, "A reason."))
    return made


def objects(site: Any, side: Side) -> dict[str, int]:
    """A rehearsal into the category of the course, done."""
    upload = Upload(site.files.put(BytesIO(b"archive")), "sols.mbz", "application/gzip")
    with site.acting() as act:
        run = ask_import(act, upload=upload, category_id=side.category_id, is_rehearsal=True)
        note_done(act, run_id=run.id, report=stored(report()), course_id=None)
        return {"import_id": run.id}


def grow(site: Any, side: Side, rows: int) -> None:
    """Many more imports."""
    with site.acting() as act:
        key = act.session.query(Run.id).filter_by(category_id=side.category_id).first()[0]
        multiply(act.session, Run, key, rows, file_name=numbered("sols", rows))
