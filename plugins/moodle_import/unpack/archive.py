"""Unpacks an untrusted archive into a private folder under random names."""

from __future__ import annotations

import filecmp
import hashlib
import io
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from plugins.moodle_import.errors import UnknownFormat, UnsafeArchive
from plugins.moodle_import.unpack import gzips, tars, zips
from plugins.moodle_import.unpack.limits import Limits, Meter
from plugins.moodle_import.unpack.names import Names, same_name_twice
from plugins.moodle_import.unpack.packing import CHUNK, Packed

_BUFFER = 4 * CHUNK


@dataclass(frozen=True, slots=True)
class Entry:
    """One unpacked file: its name in the archive, its size in bytes, and its content."""

    name: str
    size: int
    path: Path

    def open(self) -> BinaryIO:
        """The content from its start, for reading; the caller closes it."""
        return self.path.open("rb")

    def sha1(self) -> str:
        """Hexadecimal SHA-1 of the content (the address Moodle gives to stored files)."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha1").hexdigest()


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of an archive by their safe relative path, in the order of the archive."""

    entries: Mapping[str, Entry]

    def get(self, name: str) -> Entry | None:
        """The file of that name, None when there is none."""
        return self.entries.get(name)

    def below(self, folder: str) -> list[Entry]:
        """Every file in a folder and in its subfolders."""
        prefix = f"{folder}/"
        return [entry for name, entry in self.entries.items() if name.startswith(prefix)]


@contextmanager
def open_archive(
    source: BinaryIO, workspace: Path, limits: Limits | None = None
) -> Iterator[Archive]:
    """Unpack ``source`` (seekable) below ``workspace``; everything is removed on leaving.

    The format is found by content: zip, tar, or tar packed with gzip. Raises a subclass of
    ImportRefused with nothing left on disk; memory stays bounded whatever the archive says.
    """
    workspace.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="import-", dir=workspace))
    try:
        yield Archive(_unpack(source, folder, limits or Limits()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(source: BinaryIO, folder: Path, limits: Limits) -> dict[str, Entry]:
    source.seek(0, io.SEEK_END)
    meter = Meter(limits, packed_bytes=source.tell())
    names = Names()
    entries: dict[str, Entry] = {}
    for packed in _packed(source, meter):
        if packed.name:
            names.add(packed.name, is_file=packed.chunks is not None)
        elif packed.chunks is not None:
            raise UnsafeArchive(
                "The archive holds a file with an unsafe name. Nothing was imported."
            )
        if packed.chunks is not None:
            _add(entries, _store(packed.name, packed.chunks, folder))
    return entries


def _add(entries: dict[str, Entry], entry: Entry) -> None:
    """Some tools pack a file twice; only then is a name allowed to come again."""
    earlier = entries.setdefault(entry.name, entry)
    if earlier is not entry:
        if not filecmp.cmp(earlier.path, entry.path, shallow=False):
            raise same_name_twice()
        entry.path.unlink()


def _packed(source: BinaryIO, meter: Meter) -> Iterator[Packed]:
    source.seek(0)
    head = source.read(tars.BLOCK)
    source.seek(0)
    if head.startswith(zips.MAGICS):
        return zips.read_zip(source, meter)
    if head.startswith(gzips.MAGIC):
        gzips.check_size(source, Meter(meter.limits, meter.packed_bytes))
        source.seek(0)
        unzipped = io.BufferedReader(gzips.GzipReader(source), _BUFFER)
        return tars.read_tar(cast(BinaryIO, unzipped), meter)
    if tars.looks_like_tar(head):
        return tars.read_tar(source, meter)
    raise UnknownFormat("This file is not a course archive. Choose a Moodle backup (.mbz).")


def _store(name: str, chunks: Iterator[bytes], folder: Path) -> Entry:
    """Write one entry under a random name, so that its own name never meets the disk."""
    path = folder / secrets.token_hex(16)
    size = 0
    with path.open("xb") as stream:
        for chunk in chunks:
            stream.write(chunk)
            size += len(chunk)
    return Entry(name, size, path)
