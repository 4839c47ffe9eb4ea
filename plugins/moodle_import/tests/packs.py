"""Small archives for the tests: honest ones, and ones that no honest tool writes."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable

BLOCK = 512
Pairs = Iterable[tuple[str, bytes]]


def zip_of(pairs: Pairs, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in pairs:
            archive.writestr(zip_info(name, method), data)
    return stream.getvalue()


def zip_info(
    name: str, method: int = zipfile.ZIP_DEFLATED, mode: int = 0o100644
) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    info.compress_type = method
    info.external_attr = mode << 16
    return info


def zip_with_mode(name: str, data: bytes, mode: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zip_info(name, zipfile.ZIP_STORED, mode), data)
    return stream.getvalue()


def tar_of(pairs: Pairs) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in pairs:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def tar_entry(name: str, kind: bytes, link: str = "") -> bytes:
    """A tar with one entry that has a kind and no content."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type = kind
        info.linkname = link
        archive.addfile(info)
    return stream.getvalue()


def tgz_of(pairs: Pairs) -> bytes:
    return gzip.compress(tar_of(pairs))


def overlapping_zip(entries: int, size: int) -> bytes:
    """A zip whose list names one compressed content again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    zeros = b"\0" * size
    data = packer.compress(zeros) + packer.flush()
    crc = zlib.crc32(zeros)
    local = (
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(data), size, 1, 0) + b"a"
    )
    listed = b"".join(
        struct.pack(
            "<4s6H3L5H2L",
            b"PK\x01\x02",
            20,
            20,
            0,
            8,
            0,
            0,
            crc,
            len(data),
            size,
            len(name),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + name
        for name in (b"%06d" % number for number in range(entries))
    )
    offset = len(local) + len(data)
    return local + data + listed + end_of_zip(entries, len(listed), offset)


def end_of_zip(entries: int, list_bytes: int, offset: int) -> bytes:
    return struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, entries & 0xFFFF, entries & 0xFFFF, list_bytes, offset, 0
    )


def zip_of_empty_entries(entries: int, claimed: int) -> bytes:
    """A zip that lists ``entries`` empty files and claims another number of them."""
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    listed = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 7, *[0] * 5, 0)[:-4]
        + struct.pack("<L", 0)
        + b"%07d" % number
        for number in range(entries)
    )
    return local + listed + end_of_zip(claimed, len(listed), len(local))


def zip_with_size(data: bytes, claimed: int) -> bytes:
    """A zip of one stored file whose headers claim another size for it."""
    honest = zip_of([("a", data)])
    true, lie = struct.pack("<L", len(data)), struct.pack("<L", claimed)
    start = honest.index(b"PK\x01\x02")
    local = honest[:22] + lie + honest[26:start]
    listed = honest[start : start + 24] + lie + honest[start + 28 :]
    assert honest[22:26] == true
    return local + listed


def with_large_end(archive: bytes, claimed: int) -> bytes:
    """A zip whose end is told by the larger records, which claim a number of entries."""
    end = archive.rindex(b"PK\x05\x06")
    _, _, _, _, _, list_bytes, offset, _ = struct.unpack("<4s4H2LH", archive[end : end + 22])
    large = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, claimed, claimed, list_bytes, offset
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    full = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0)
    return archive[:end] + large + locator + full
