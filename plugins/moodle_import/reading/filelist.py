"""files.xml: which stored file belongs where, and whether its content is in the archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from plugins.moodle_import.errors import Damaged, TooLarge
from plugins.moodle_import.reading.records import FileRecord
from plugins.moodle_import.reading.values import line, number, text, whole
from plugins.moodle_import.reading.xmlsafe import stream
from plugins.moodle_import.unpack.archive import Archive, Entry

MAX_RECORDS = 50_000
MAX_LENGTH = 255

_SHA1 = re.compile(r"[0-9a-f]{40}")

Area = tuple[int, str, str, int]


@dataclass(slots=True)
class FileList:
    """The files of a backup by where they belong: (context, component, area, item)."""

    records: list[FileRecord] = field(default_factory=list)
    _areas: dict[Area, list[FileRecord]] = field(default_factory=dict)
    _contexts: dict[int, list[FileRecord]] = field(default_factory=dict)

    def add(self, record: FileRecord) -> None:
        """Append one row."""
        area = (record.context_id, record.component, record.area, record.item_id)
        self.records.append(record)
        self._areas.setdefault(area, []).append(record)
        self._contexts.setdefault(record.context_id, []).append(record)

    def area(self, context_id: int, component: str, area: str, item_id: int) -> list[FileRecord]:
        """The files of one area in Moodle's order: by sort order, folder, name."""
        found = self._areas.get((context_id, component, area, item_id), [])
        return sorted(found, key=lambda record: (record.sort_order, record.path, record.name))

    def context(self, context_id: int) -> list[FileRecord]:
        """Everything that belongs to one context (an activity, the course, a person)."""
        return self._contexts.get(context_id, [])


def read_files(archive: Archive) -> FileList:
    """All rows but those of folders. Raises Damaged for a hash that is none."""
    files = FileList()
    entry = archive.get("files.xml")
    if entry is None:
        return files
    for record in _rows(archive, entry):
        if len(files.records) >= MAX_RECORDS:
            raise TooLarge(
                "The backup lists more than ${limit} files. Import a smaller backup.",
                {"limit": MAX_RECORDS},
            )
        files.add(record)
    return files


def _rows(archive: Archive, entry: Entry) -> Iterator[FileRecord]:
    with entry.open() as source:
        for node in stream(source, ("files/file",)):
            if text(node, "filename") != ".":
                yield _record(archive, node)


def _record(archive: Archive, node: etree._Element) -> FileRecord:
    content_hash = line(node, "contenthash")
    path, name = text(node, "filepath") or "/", text(node, "filename")
    if not _SHA1.fullmatch(content_hash) or not _lies_inside(path, name):
        raise Damaged("A stored file in the backup has no valid address. Make the backup again.")
    return FileRecord(
        id=whole(node.get("id")),
        content_hash=content_hash,
        context_id=number(node, "contextid"),
        component=line(node, "component"),
        area=line(node, "filearea"),
        item_id=number(node, "itemid"),
        path=path,
        name=name,
        size=number(node, "filesize"),
        mime_type=line(node, "mimetype"),
        author=line(node, "author"),
        license=line(node, "license"),
        sort_order=number(node, "sortorder"),
        user_id=number(node, "userid"),
        created=number(node, "timecreated"),
        modified=number(node, "timemodified"),
        reference=text(node, "reference"),
        entry=archive.get(f"files/{content_hash[:2]}/{content_hash}"),
    )


def _lies_inside(path: str, name: str) -> bool:
    """Whether the folder begins and ends with ``/`` and leads nowhere else (Moodle's columns)."""
    return (
        path.startswith("/")
        and path.endswith("/")
        and ".." not in path.split("/")
        and len(path) <= MAX_LENGTH
        and 0 < len(name) <= MAX_LENGTH
    )
