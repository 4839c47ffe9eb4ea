"""Every write about imports that were asked for on a page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select

from plugins.moodle_import.models import DONE, FINISHED, NAME_LIMIT, REFUSED, Run
from updago.api.errors import Conflict, Invalid, NotFound, UpdagoError
from updago.api.files import Shelf, Upload, add_file, remove_file
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.tasks import enqueue

ARCHIVE_AREA: Final = "moodle_import.archive"
RUN_JOB: Final = "moodle_import.run"
KEPT: Final = timedelta(days=7)
GONE: Final = _("This archive is no longer there. Send it again.")


@operation("moodle_import.run.ask")
def ask_import(
    act: Act,
    *,
    upload: Upload,
    category_id: int | None,
    short_name: str = "",
    with_people: bool = False,
    is_rehearsal: bool = False,
) -> Run:
    """Ask for the import of an archive that was sent: a job does it in the background."""
    run = act.add(
        Run(
            category_id=category_id,
            file_name=upload.name[:NAME_LIMIT],
            short_name=short_name.strip(),
            with_people=with_people,
            is_rehearsal=is_rehearsal,
        )
    )
    run.file_id = add_file(act, upload, Shelf(ARCHIVE_AREA, item_id=run.id)).id
    enqueue(act, RUN_JOB, {"run": run.id}, key=str(run.id))
    return run


@operation("moodle_import.run.repeat")
def import_rehearsed(act: Act, *, run_id: int) -> Run:
    """Import for good what was tried. Raises NotFound; Invalid when it was no rehearsal."""
    tried = _get(act, run_id)
    if not tried.is_rehearsal or tried.state != DONE:
        raise Invalid(_("Only what was tried with success can be imported from here."))
    if tried.file_id is None:
        raise NotFound(GONE)
    run = act.add(
        Run(
            category_id=tried.category_id,
            file_id=tried.file_id,
            file_name=tried.file_name,
            short_name=tried.short_name,
            with_people=tried.with_people,
        )
    )
    tried.file_id = None
    enqueue(act, RUN_JOB, {"run": run.id}, key=str(run.id))
    return run


@operation("moodle_import.run.step")
def note_step(act: Act, *, run_id: int, step: str) -> None:
    """Say how far an import is. Raises Conflict when it is over already."""
    _unfinished(act, run_id).state = step


@operation("moodle_import.run.finish")
def note_done(act: Act, *, run_id: int, report: dict[str, Any], course_id: int | None) -> None:
    """Keep the report, in the transaction of the import: a second delivery then changes nothing.

    Raises Conflict when another delivery was first.
    """
    run = _unfinished(act, run_id)
    run.state, run.report, run.course_id = DONE, report, course_id


@operation("moodle_import.run.refuse")
def note_refused(act: Act, *, run_id: int, error: UpdagoError) -> None:
    """Keep the sentence of what ended an import."""
    run = _unfinished(act, run_id)
    values = {name: str(value) for name, value in error.mapping.items()}
    run.state, run.refusal = REFUSED, {"sentence": str(error.sentence), "mapping": values}


@operation("moodle_import.run.tidy")
def tidy(act: Act) -> None:
    """Take away the archives of imports that are over, those of rehearsals after a week."""
    over = select(Run).where(Run.file_id.is_not(None), Run.state.in_(FINISHED))
    for run in act.session.scalars(over):
        if run.is_rehearsal and run.updated_at > act.now - KEPT:
            continue
        if run.file_id is not None:
            remove_file(act, run.file_id)
        run.file_id = None


def _unfinished(act: Act, run_id: int) -> Run:
    run = _get(act, run_id)
    if run.state in FINISHED:
        raise Conflict(_("This import is over already."))
    return run


def _get(act: Act, run_id: int) -> Run:
    run = act.get(Run, run_id)
    if run is None:
        raise NotFound(_("This import is no longer there."))
    return run
