"""The contents of an archive's files, put into the store before anything is written about them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Final

from plugins.moodle_import.reading.records import FileRecord
from plugins.moodle_import.unpack.archive import Entry
from updago.api.files import FileStore, Stored, Upload, media_type

HEAD: Final = 8192


@dataclass(slots=True)
class Contents:
    """Puts each content into the store once; without a store (a rehearsal) it only measures."""

    store: FileStore | None
    _known: dict[str, Stored | None] = field(default_factory=dict)

    def put_all(self, records: Iterable[FileRecord]) -> None:
        """Store the content of every record that has one."""
        for record in records:
            if record.entry is not None and record.content_hash not in self._known:
                self._known[record.content_hash] = self._put_checked(record.entry, record)

    def put(self, stream: IO[bytes], name: str, kind: str) -> Upload:
        """Store any content under a name."""
        return Upload(self._put(stream), name, kind)

    def upload(self, record: FileRecord) -> Upload | None:
        """The stored content under the record's name; None when it is absent or damaged."""
        stored = self._known.get(record.content_hash)
        if stored is None or record.entry is None:
            return None
        with record.entry.open() as stream:
            kind = media_type(record.name, stream.read(HEAD))
        return Upload(stored, record.name, kind)

    def _put_checked(self, entry: Entry, record: FileRecord) -> Stored | None:
        """Content that is not what its address says is as good as absent."""
        if entry.sha1() != record.content_hash:
            return None
        with entry.open() as stream:
            return self._put(stream)

    def _put(self, stream: IO[bytes]) -> Stored:
        if self.store is not None:
            return self.store.put(stream)
        digest = hashlib.sha256()
        size = 0
        while chunk := stream.read(HEAD):
            digest.update(chunk)
            size += len(chunk)
        return Stored(digest.hexdigest(), size)
