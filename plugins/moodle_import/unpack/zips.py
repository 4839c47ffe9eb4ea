"""Reads zip (PKWARE APPNOTE 6.3) after looking at its list of contents with bounded memory."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from plugins.moodle_import.errors import ImportRefused, TooLarge, UnsafeArchive
from plugins.moodle_import.unpack.limits import Meter
from plugins.moodle_import.unpack.names import safe_path
from plugins.moodle_import.unpack.packing import CHUNK, Packed, damaged

MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
BYTES_PER_LISTED_ENTRY = 400

_END = struct.Struct("<4s4H2LH")
_END_MAGIC = b"PK\x05\x06"
_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SPECIAL = (stat.S_IFLNK, stat.S_IFBLK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK)


def read_zip(stream: BinaryIO, meter: Meter) -> Iterator[Packed]:
    """The files and folders of a zip; every entry is judged before the first one is unpacked.

    Raises UnsafeArchive for a link, a device, overlapping entries or an unsafe name, TooLarge
    by announced and by counted size, ImportRefused for encryption, Damaged for the rest.
    """
    _check_list_size(stream, meter)
    with _library_errors_mean_damage():
        archive = zipfile.ZipFile(stream)
    with archive:
        entries = archive.infolist()
        _check(entries, meter)
        named = [(safe_path(entry.orig_filename), entry) for entry in entries]
        for name, entry in named:
            is_folder = entry.orig_filename.endswith(("/", "\\"))
            yield Packed(name, None if is_folder else _chunks(archive, entry, meter))


@contextmanager
def _library_errors_mean_damage() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise damaged() from error


def _check_list_size(stream: BinaryIO, meter: Meter) -> None:
    """Refuse a list of contents that would fill the memory; what it says comes later."""
    stream.seek(0, io.SEEK_END)
    tail_bytes = min(stream.tell(), _END.size + 0xFFFF + _LOCATOR.size + _END64.size)
    stream.seek(-tail_bytes, io.SEEK_END)
    tail = stream.read(tail_bytes)
    end = tail.rfind(_END_MAGIC)
    if end < 0 or len(tail) - end < _END.size:
        raise damaged()
    _, _, _, _, count, list_bytes, _, _ = _END.unpack_from(tail, end)
    locator = end - _LOCATOR.size
    end64 = locator - _END64.size
    if end64 >= 0 and tail.startswith(b"PK\x06\x07", locator):
        fields = _END64.unpack_from(tail, end64)
        count, list_bytes = fields[7], fields[8]
    limit = meter.limits.entries
    if count > limit or list_bytes > limit * BYTES_PER_LISTED_ENTRY:
        raise TooLarge(
            "The archive holds more than ${limit} files. Import a smaller backup.",
            {"limit": limit},
        )


def _check(entries: list[zipfile.ZipInfo], meter: Meter) -> None:
    announced = 0
    position = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        meter.add_entry()
        announced += entry.file_size
        if entry.flag_bits & _ENCRYPTED:
            raise ImportRefused("The archive is protected by a password. Remove it first.")
        if stat.S_IFMT(entry.external_attr >> 16) in _SPECIAL:
            raise UnsafeArchive("The archive holds a link or a special file. Nothing was imported.")
        if entry.header_offset < position:
            raise UnsafeArchive("The archive's files overlap. Nothing was imported.")
        if entry.compress_type not in _METHODS:
            raise ImportRefused("The archive is packed in an unusual way. Pack it as plain zip.")
        position = entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size
    meter.check_total(announced)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, meter: Meter) -> Iterator[bytes]:
    count = 0
    with _library_errors_mean_damage(), archive.open(entry) as unpacked:
        while piece := unpacked.read(CHUNK):
            meter.add_bytes(len(piece))
            count += len(piece)
            yield piece
    if count != entry.file_size:
        raise damaged()
