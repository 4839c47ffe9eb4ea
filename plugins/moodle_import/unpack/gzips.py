"""Reads gzip (RFC 1952) in pieces, with the same small memory for every input."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO

from plugins.moodle_import.unpack.limits import Meter
from plugins.moodle_import.unpack.packing import CHUNK, damaged

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC = b"\x1f\x8b"
SMALLEST = 18
COUNTED = 1024 * 1024
MAX_MEMBERS = 10_000

_GZIP_WINDOW = 16 + zlib.MAX_WBITS


def check_size(stream: BinaryIO, meter: Meter) -> None:
    """Refuse an archive that is too large before anything of it is written.

    The trailer of the last member announces the size (modulo 2^32), but one that is cut off
    announces anything: an alarming announcement is checked by counting. Raises TooLarge, Damaged.
    """
    stream.seek(0, io.SEEK_END)
    if stream.tell() < SMALLEST:
        raise damaged()
    stream.seek(-4, io.SEEK_END)
    (announced,) = struct.unpack("<I", stream.read(4))
    if announced <= meter.limits.bytes_allowed(meter.packed_bytes):
        return
    stream.seek(0)
    reader, buffer = GzipReader(stream), bytearray(COUNTED)
    while count := reader.readinto(buffer):
        meter.add_bytes(count)


class GzipReader(io.RawIOBase):
    """The unpacked bytes of a gzip stream that starts at the current position.

    Raises Damaged for anything that is not whole gzip.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._members = 1
        self._packed = b""
        self._inflate = zlib.decompressobj(_GZIP_WINDOW)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer with up to its size of unpacked bytes; 0 at the end."""
        view = memoryview(buffer).cast("B")
        while True:
            if self._inflate.eof and not self._next_member():
                return 0
            if not self._packed:
                self._packed = self._stream.read(CHUNK)
                if not self._packed:
                    raise damaged()
            try:
                data = self._inflate.decompress(self._packed, len(view))
            except zlib.error as error:
                raise damaged() from error
            self._packed = self._inflate.unconsumed_tail
            if data:
                view[: len(data)] = data
                return len(data)

    def _next_member(self) -> bool:
        """Step to a further member; bytes after the last one are padding (RFC 1952, 2.2)."""
        rest = self._inflate.unused_data or self._stream.read(CHUNK)
        if not rest.startswith(MAGIC[:1]):
            return False
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise damaged()
        self._packed = rest
        self._inflate = zlib.decompressobj(_GZIP_WINDOW)
        return True
