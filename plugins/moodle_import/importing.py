"""Imports a file: takes it apart, stores its contents, then writes everything or nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, Final

from plugins.moodle_import.making.contents import Contents
from plugins.moodle_import.making.here import SYSTEM, Here, look_around
from plugins.moodle_import.making.parts import read_parts
from plugins.moodle_import.making.placeholders import Sources, course_entries, pack
from plugins.moodle_import.making.report import Report
from plugins.moodle_import.models import STORING, WRITING
from plugins.moodle_import.operations import Job, Wishes, import_course
from plugins.moodle_import.reading.backup import Backup, read_backup
from plugins.moodle_import.unpack.archive import open_archive
from plugins.moodle_import.unpack.limits import Limits
from updago.api.commands import Site
from updago.api.operations import Act

WORKSPACE: Final = "importing"


class _Rehearsed(Exception):
    """Ends the transaction of a rehearsal."""


def import_file(
    site: Site,
    source: BinaryIO,
    wishes: Wishes,
    *,
    actor_id: int | None = None,
    is_rehearsal: bool = False,
    step: Callable[[str], None] = lambda _name: None,
    finish: Callable[[Act, Report], None] = lambda _act, _report: None,
) -> Report:
    """Make a course of an archive, and say what became of each part.

    ``step(name)`` is called before the contents are stored and before the course is written,
    ``finish(act, report)`` in the transaction that keeps the course, or, of a rehearsal, in one
    that follows.

    With ``is_rehearsal`` everything is tried and nothing is kept. Raises ImportRefused, or what
    the operations of spaces refuse; then nothing was written. Contents go into the store before
    the transaction: those that no row names in the end are swept with the others.
    """
    limits = Limits(unpacked_bytes=site.settings["moodle_import.unpacked_max_bytes"])
    with open_archive(source, site.settings.data_dir / WORKSPACE, limits) as archive:
        backup = read_backup(archive)
        parts, here = read_parts(backup), look_around(site)
        contents = Contents(None if is_rehearsal else site.files)
        step(STORING)
        contents.put_all(backup.files.records)
        packed = _pack_waiting(backup, here, contents, wishes)
        report = Report(SYSTEM, backup.info.release)
        job = Job(backup, parts, contents, packed, here, wishes, report)
        step(WRITING)
        if is_rehearsal:
            _rehearse(site, job, actor_id)
        with site.acting(actor_id) as act:
            if not is_rehearsal:
                import_course(act, job)
            finish(act, report)
        return report


def _rehearse(site: Site, job: Job, actor_id: int | None) -> None:
    """Write everything, then take it back."""
    with suppress(_Rehearsed), site.acting(actor_id) as act:
        import_course(act, job)
        raise _Rehearsed
    job.report.course.pop("id", None)


def _pack_waiting(
    backup: Backup, here: Here, contents: Contents, wishes: Wishes
) -> dict[int, Sources]:
    """Store the XML of what will wait before anybody has to wait for the transaction."""
    entries = course_entries(backup.archive, with_people=wishes.with_people)
    packed = {0: pack(contents, entries, "course")}
    for ref in backup.info.activities:
        if ref.type not in here.importers:
            packed[ref.module_id] = pack(contents, backup.sources(ref), ref.directory)
    return packed
