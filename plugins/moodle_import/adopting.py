"""Makes activities of what an import put aside, when a plugin for their type is there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from plugins.moodle_import.errors import Damaged
from plugins.moodle_import.importing import WORKSPACE
from plugins.moodle_import.making.activities import load_one
from plugins.moodle_import.making.addresses import Addresses
from plugins.moodle_import.making.contents import Contents
from plugins.moodle_import.making.here import SYSTEM, look_around
from plugins.moodle_import.making.memory import recall
from plugins.moodle_import.making.parts import Item
from plugins.moodle_import.making.remains import DESCRIPTION
from plugins.moodle_import.making.report import Report
from plugins.moodle_import.making.state import State
from plugins.moodle_import.making.writing import Writer
from plugins.moodle_import.queries import waiting_files
from plugins.moodle_import.reading.activity import read_activity
from plugins.moodle_import.reading.backup import Backup
from plugins.moodle_import.reading.course import read_module
from plugins.moodle_import.reading.filelist import FileList
from plugins.moodle_import.reading.records import ActivityRef, FileRecord, Info
from plugins.moodle_import.stores import opened
from plugins.moodle_import.unpack.archive import Archive, open_archive
from plugins.moodle_import.unpack.limits import Limits
from updago.api.commands import Site
from updago.api.errors import UpdagoError
from updago.api.files import File, Stored, Upload, remove_file
from updago.api.i18n import _
from updago.api.operations import Act
from updago.api.ports import Adopter
from updago.api.spaces import Activity

GONE: Final = _("What was kept of this activity is no longer there.")


@dataclass(slots=True)
class KeptContents(Contents):
    """The files that wait with an activity: they are in the store already."""

    kept: dict[int, Upload] = field(default_factory=dict)

    def upload(self, record: FileRecord) -> Upload | None:
        """The content of a record."""
        return self.kept.get(record.id)


def takes(site: Site, waiting: Mapping[str, Any]) -> str | None:
    """Our type for what waits; None while no plugin that is on takes it."""
    importer = look_around(site).importers.get(str(waiting.get("type", "")))
    return None if importer is None else importer.activity_type


def adopt(site: Site, act: Act, activity: Activity, waiting: Mapping[str, Any]) -> None:
    """Let the plugin make its rows of the kept XML and files, which then wait no more.

    Raises what it refuses, Damaged for what cannot be read any more.
    """
    importer = look_around(site).importers[str(waiting["type"])]
    files = waiting_files(act.session, activity.course_id, activity.id)
    if not files:
        raise Damaged(GONE)
    with _unpacked(site, files[0]) as archive:
        ref = ActivityRef(
            int(waiting["module"]), 0, str(waiting["type"]), activity.name, waiting["directory"]
        )
        item = Item(ref, read_module(archive, ref), read_activity(archive, ref))
        memory = _memory(site, act, activity.course_id)
        state = _state(site, act, activity.course_id, memory, archive, item)
        _know_files(state, waiting, files, item.data.context_id)
        for file in files:
            remove_file(act, file.id)
        item.activity_id = activity.id
        writer = Writer(state, item.data.context_id, f"mod_{ref.type}")
        refusal = load_one(state, item, importer, writer)
    if refusal is not None:
        raise UpdagoError(refusal.sentence, refusal.mapping)


def _state(
    site: Site, act: Act, course_id: int, memory: Mapping[str, Any], archive: Archive, item: Item
) -> State:
    """An import of this activity alone, which knows what the import of its course knew."""
    info = Info(
        release=str(memory.get("release", "")),
        kind="activity",
        wwwroot=str(memory.get("wwwroot", "")),
        course_id=int(memory.get("old_course", 0)),
        course_context_id=0,
        full_name="",
        short_name="",
        starts=0,
        sections=(),
        activities=(item.ref,),
    )
    state = State(
        act,
        Backup(archive, info, FileList()),
        KeptContents(site.files),
        Addresses(info.wwwroot, info.course_id),
        Report(SYSTEM, info.release),
        bool(memory.get("with_people", False)),
        course_id,
    )
    recall(state, memory)
    return state


def _know_files(
    state: State, waiting: Mapping[str, Any], files: Sequence[File], context_id: int
) -> None:
    """Tell the state of the files that wait beside the XML."""
    sizes = {file.sha256: file.size for file in files}
    contents = state.contents
    assert isinstance(contents, KeptContents)
    for number, row in enumerate(waiting.get("files", ()), start=1):
        if row["sha256"] in sizes:
            record = _record(number, row, context_id)
            state.backup.files.add(record)
            stored = Stored(row["sha256"], sizes[row["sha256"]])
            contents.kept[number] = Upload(stored, record.name, record.mime_type)


def _record(number: int, row: Mapping[str, Any], context_id: int) -> FileRecord:
    return FileRecord(
        id=number,
        content_hash=row["sha256"],
        context_id=context_id,
        component=row["component"],
        area=row["area"],
        item_id=row["item"],
        path=row["path"],
        name=row["name"],
        size=0,
        mime_type=row["type"],
        author=row["author"],
        license=row["license"],
        sort_order=row["sort_order"],
        user_id=0,
        created=0,
        modified=0,
        reference="",
        entry=None,
    )


def _memory(site: Site, act: Act, course_id: int) -> Mapping[str, Any]:
    """What the import of the course remembered; nothing for one that did not."""
    for file in waiting_files(act.session, course_id, None):
        if file.name == DESCRIPTION and not file.path:
            document = json.loads(b"".join(site.files.read(file.sha256)))
            return {**document.get("here", {}), "release": document.get("release", "")}
    return {}


@contextmanager
def _unpacked(site: Site, file: File) -> Iterator[Archive]:
    """The kept XML, which was measured when it came."""
    most: int = site.settings["moodle_import.unpacked_max_bytes"]
    limits = Limits(unpacked_bytes=most, ratio=most)
    with (
        opened(site, file.sha256) as source,
        open_archive(source, site.settings.data_dir / WORKSPACE, limits) as archive,
    ):
        yield archive


ADOPTERS: Final[Sequence[Adopter]] = (Adopter(SYSTEM, takes, adopt),)
