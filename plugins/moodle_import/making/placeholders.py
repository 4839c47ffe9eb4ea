"""Keeps whole what nobody here can use yet: the XML in one archive, the files beside it."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from plugins.moodle_import.making.contents import Contents
from plugins.moodle_import.making.here import SYSTEM
from plugins.moodle_import.making.state import State
from plugins.moodle_import.models import WAITING_AREA
from plugins.moodle_import.reading.records import ActivityRef, FileRecord
from plugins.moodle_import.unpack.archive import Archive, Entry
from updago.api.files import Shelf, Upload, add_file

ZIP: Final = "application/zip"
TEXT_LIMIT: Final = 255
LICENCE_LIMIT: Final = 100

# What a backup says about people, or holds in a form of its own: never kept without them.
PERSONAL: Final = (
    "users.xml",
    "gradebook.xml",
    "grade_history.xml",
    "completion.xml",
    "badges.xml",
    "course/roles.xml",
    "course/enrolments.xml",
    "course/comments.xml",
    "course/calendar.xml",
    "course/competencies.xml",
    "course/logs.xml",
    "course/logstores.xml",
)
ELSEWHERE: Final = ("activities/", "sections/", "files/")


@dataclass(frozen=True, slots=True)
class Sources:
    """The XML of an activity, or of the course, packed for keeping."""

    upload: Upload
    names: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """What the placeholder says about them."""
        return {"sha256": self.upload.stored.sha256, "names": list(self.names)}


def pack(contents: Contents, entries: Iterable[Entry], name: str) -> Sources:
    """One zip of the entries under their own names; equal entries give equal bytes."""
    listed = sorted(entries, key=lambda entry: entry.name)
    with tempfile.TemporaryFile() as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            for entry in listed:
                info = zipfile.ZipInfo(entry.name)
                info.compress_type = zipfile.ZIP_DEFLATED
                with entry.open() as source, archive.open(info, "w", force_zip64=True) as target:
                    shutil.copyfileobj(source, target)
        stream.seek(0)
        upload = contents.put(stream, f"{name}.zip", ZIP)
    return Sources(upload, tuple(entry.name for entry in listed))


def course_entries(archive: Archive, *, with_people: bool) -> list[Entry]:
    """What describes the course beside its sections and activities."""
    return [
        entry
        for name, entry in archive.entries.items()
        if not name.startswith(ELSEWHERE) and (with_people or name not in PERSONAL)
    ]


def keep(
    state: State, sources: Sources, records: Iterable[FileRecord], activity_id: int | None
) -> None:
    """Put the packed XML and the present files on the waiting shelf, in this order."""
    shelf = Shelf(WAITING_AREA, state.course_id, activity_id)
    add_file(state.act, sources.upload, shelf)
    for position, (record, upload) in enumerate(present(state, records), start=1):
        add_file(
            state.act,
            upload,
            shelf,
            path=record.path.lstrip("/"),
            position=position,
            author=record.author[:TEXT_LIMIT],
            licence=record.license[:LICENCE_LIMIT],
        )
        state.waiting.add(record.id)


def describe(
    state: State, sources: Sources, ref: ActivityRef | None, records: Iterable[FileRecord]
) -> dict[str, Any]:
    """What a later importer needs to adopt the thing; ``files`` are in the order of the shelf."""
    return {
        "system": SYSTEM,
        "release": state.backup.info.release,
        "type": ref.type if ref else "course",
        "module": ref.module_id if ref else 0,
        "directory": ref.directory if ref else "",
        "sources": sources.as_json(),
        "files": [_row(record, upload) for record, upload in present(state, records)],
    }


def present(state: State, records: Iterable[FileRecord]) -> Iterator[tuple[FileRecord, Upload]]:
    """The records whose content is in the archive, with it."""
    for record in records:
        upload = state.contents.upload(record)
        if upload is not None:
            yield record, upload


def _row(record: FileRecord, upload: Upload) -> dict[str, Any]:
    return {
        "sha256": upload.stored.sha256,
        "component": record.component,
        "area": record.area,
        "item": record.item_id,
        "path": record.path,
        "name": record.name,
        "type": record.mime_type,
        "sort_order": record.sort_order,
        "author": record.author,
        "license": record.license,
    }
