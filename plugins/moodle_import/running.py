"""The job that does an import which was asked for on a page."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from plugins.moodle_import import asking
from plugins.moodle_import.importing import import_file
from plugins.moodle_import.making.report import Report
from plugins.moodle_import.models import FINISHED, READING, Run
from plugins.moodle_import.operations import Wishes
from plugins.moodle_import.reports import stored
from plugins.moodle_import.stores import opened
from updago.api.commands import Site
from updago.api.errors import NotFound, UpdagoError
from updago.api.files import File
from updago.api.i18n import _
from updago.api.operations import Act
from updago.api.tasks import JobType, Schedule

log = logging.getLogger(__name__)

TIDY_JOB: Final = "moodle_import.tidy"
FAILED: Final = _("The import failed by a fault of this site. Its administrators were told.")


def run_import(site: Site, payload: Mapping[str, Any]) -> None:
    """Import the archive of a run; a run that is over is left as it is."""
    run_id = int(payload["run"])
    with site.database.reading() as session:
        run = session.get(Run, run_id)
        if run is None or run.state in FINISHED:
            return
        session.expunge(run)
    try:
        _import(site, run)
    except UpdagoError as error:
        _refuse(site, run, error)
    except Exception:
        _refuse(site, run, UpdagoError(FAILED))
        raise


def tidy_archives(site: Site, _payload: Mapping[str, Any]) -> None:
    """Take away archives that nobody needs any more."""
    with site.acting() as act:
        asking.tidy(act)


def _import(site: Site, run: Run) -> None:
    def step(name: str) -> None:
        with site.acting(run.created_by_id) as act:
            asking.note_step(act, run_id=run.id, step=name)

    def finish(act: Act, report: Report) -> None:
        course_id = report.course.get("id")
        asking.note_done(
            act,
            run_id=run.id,
            report=stored(report),
            course_id=course_id if isinstance(course_id, int) else None,
        )

    wishes = Wishes(
        short_name=run.short_name, with_people=run.with_people, category_id=run.category_id
    )
    step(READING)
    with opened(site, _archive(site, run)) as source:
        import_file(
            site,
            source,
            wishes,
            actor_id=run.created_by_id,
            is_rehearsal=run.is_rehearsal,
            step=step,
            finish=finish,
        )


def _refuse(site: Site, run: Run, error: UpdagoError) -> None:
    log.info("import %d was refused: %s", run.id, error)
    with site.acting(run.created_by_id) as act:
        asking.note_refused(act, run_id=run.id, error=error)


def _archive(site: Site, run: Run) -> str:
    """The address of the archive in the store. Raises NotFound when it is gone."""
    with site.database.reading() as session:
        file = session.get(File, run.file_id) if run.file_id is not None else None
        sha256 = None if file is None else file.sha256
    if sha256 is None or not site.files.has(sha256):
        raise NotFound(asking.GONE)
    return sha256


JOBS: Final = (
    JobType(asking.RUN_JOB, _("Import of a course"), run_import, tries=2,
            timeout=timedelta(hours=2)),
    JobType(TIDY_JOB, _("Tidying of imported archives"), tidy_archives),
)  # fmt: skip
SCHEDULES: Final = (Schedule("moodle_import.tidy", TIDY_JOB, timedelta(days=1)),)
