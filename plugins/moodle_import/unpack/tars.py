"""Reads tar (POSIX ustar, pax, GNU long names) from a stream, entry by entry.

The library's reader keeps the headers of all entries and loads extension headers of any size,
so this one walks the 512-byte blocks itself and leaves only their decoding to the library.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from plugins.moodle_import.errors import UnsafeArchive
from plugins.moodle_import.unpack.limits import Meter
from plugins.moodle_import.unpack.names import safe_path
from plugins.moodle_import.unpack.packing import CHUNK, Packed, damaged, read_exactly

BLOCK = tarfile.BLOCKSIZE
MAX_EXTENSION = 64 * 1024

_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_PAX_RECORD = re.compile(rb"(\d{1,6}) ([^=]+)=")


def looks_like_tar(block: bytes) -> bool:
    """Whether the first 512 bytes are a tar header with a right checksum."""
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


@dataclass(slots=True)
class _Extension:
    """What extension headers say about the entry that follows them."""

    path: str | None = None
    size: int | None = None


def read_tar(stream: BinaryIO, meter: Meter) -> Iterator[Packed]:
    """The files and folders of a tar stream; each entry's bytes are counted by the meter.

    Raises UnsafeArchive for a link, a device, a sparse file or an unsafe name, Damaged for
    anything cut off or wrong.
    """
    extension = _Extension()
    while (header := _next_header(stream, meter)) is not None:
        if header.type in (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME):
            _extend(extension, header, _extension_data(stream, header.size, meter))
            continue
        if header.type == tarfile.DIRTYPE:
            yield Packed(safe_path(extension.path or header.name), None)
        elif _is_packed_twice(header):
            pass
        elif header.type in _FILES:
            size = header.size if extension.size is None else extension.size
            chunks = _chunks(stream, size, meter)
            yield Packed(safe_path(extension.path or header.name), chunks)
            for _ in chunks:
                pass
            read_exactly(stream, -size % BLOCK)
        else:
            raise UnsafeArchive("The archive holds a link or a special file. Nothing was imported.")
        extension = _Extension()


def _next_header(stream: BinaryIO, meter: Meter) -> tarfile.TarInfo | None:
    """The next header; None at the end of the archive (a block of zeros, or no more bytes)."""
    first = stream.read(1)
    if not first:
        return None
    block = first + read_exactly(stream, BLOCK - 1)
    meter.add_bytes(BLOCK)
    if not any(block):
        return None
    meter.add_entry()
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError as error:
        raise damaged() from error
    if header.size < 0:
        raise damaged()
    return header


def _is_packed_twice(header: tarfile.TarInfo) -> bool:
    """A hard link from a file to itself: tar writes it when it meets the same file again."""
    return header.type == tarfile.LNKTYPE and safe_path(header.linkname) == safe_path(header.name)


def _chunks(stream: BinaryIO, size: int, meter: Meter) -> Iterator[bytes]:
    while size:
        piece = stream.read(min(size, CHUNK))
        if not piece:
            raise damaged()
        meter.add_bytes(len(piece))
        size -= len(piece)
        yield piece


def _extension_data(stream: BinaryIO, size: int, meter: Meter) -> bytes:
    if size > MAX_EXTENSION:
        raise damaged()
    meter.add_bytes(size)
    data = read_exactly(stream, size)
    read_exactly(stream, -size % BLOCK)
    return data


def _extend(extension: _Extension, header: tarfile.TarInfo, data: bytes) -> None:
    if header.type == tarfile.GNUTYPE_LONGNAME:
        extension.path = data.rstrip(b"\0").decode("utf-8", "surrogateescape")
    elif header.type == tarfile.XHDTYPE:
        _extend_by_pax(extension, data)


def _extend_by_pax(extension: _Extension, data: bytes) -> None:
    """Records of length, space, key, ``=``, value and line end (POSIX.1-2008, pax)."""
    position = 0
    while position < len(data):
        record = _PAX_RECORD.match(data, position)
        end = position + int(record[1]) if record else 0
        if record is None or not record.end() < end <= len(data):
            raise damaged()
        key, value = record[2], data[record.end() : end - 1]
        if key.startswith(b"GNU.sparse."):
            raise UnsafeArchive("The archive holds a link or a special file. Nothing was imported.")
        if key == b"path":
            extension.path = value.decode("utf-8", "surrogateescape")
        elif key == b"size":
            if not value.isdigit():
                raise damaged()
            extension.size = int(value)
        position = end
