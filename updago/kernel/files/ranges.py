"""Which parts of a file a request asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

MOST: Final = 8
_SPECIFIER: Final = re.compile(r"bytes=(.*)", re.IGNORECASE | re.ASCII)
_RANGE: Final = re.compile(r"(\d{0,18})-(\d{0,18})", re.ASCII)
_WHITE: Final = " \t"

Part = tuple[int, int]


def asked_parts(header: str, size: int) -> tuple[Part, ...] | None:
    """The asked bytes as (start, end) in the order asked for; () when none of them is there.

    None is the whole file: no range, one that is malformed, more than eight, or some that overlap,
    which only a broken or hostile client asks for (section 14.2).
    """
    found = _SPECIFIER.fullmatch(header.strip(_WHITE))
    specs = [] if found is None else [spec.strip(_WHITE) for spec in found[1].split(",")]
    specs = [spec for spec in specs if spec]
    if not specs or len(specs) > MOST:
        return None
    parts: list[Part] = []
    for spec in specs:
        ends = _RANGE.fullmatch(spec)
        if ends is None or spec == "-":
            return None
        part = _part(ends[1], ends[2], size)
        if part is not None:
            parts.append(part)
    return None if _overlap(parts) else tuple(parts)


def _part(first: str, last: str, size: int) -> Part | None:
    if first:
        start, end = int(first), min(int(last) + 1, size) if last else size
    else:
        start, end = max(size - int(last), 0), size
    return (start, end) if start < end else None


def _overlap(parts: Iterable[Part]) -> bool:
    reached = 0
    for start, end in sorted(parts):
        if start < reached:
            return True
        reached = end
    return False


@dataclass(frozen=True, slots=True)
class Multipart:
    """Several parts of one file in one body: `multipart/byteranges` (section 14.6)."""

    parts: tuple[Part, ...]
    size: int
    media_type: str
    boundary: str

    @property
    def content_type(self) -> str:
        """The type of the whole body."""
        return f"multipart/byteranges; boundary={self.boundary}"

    @property
    def length(self) -> int:
        """The bytes of the whole body."""
        heads = sum(len(head) for head in self._heads().values())
        return heads + sum(end - start for start, end in self.parts) + len(self._end)

    def body(self, read: Iterable[tuple[Part, Iterable[bytes]]]) -> Iterator[bytes]:
        """The body; `read` gives the bytes of each part in their order."""
        heads = self._heads()
        for part, chunks in read:
            yield heads[part]
            yield from chunks
        yield self._end

    @property
    def _end(self) -> bytes:
        return f"\r\n--{self.boundary}--\r\n".encode()

    def _heads(self) -> Mapping[Part, bytes]:
        return {
            (start, end): (
                f"\r\n--{self.boundary}\r\nContent-Type: {self.media_type}\r\n"
                f"Content-Range: bytes {start}-{end - 1}/{self.size}\r\n\r\n"
            ).encode()
            for start, end in self.parts
        }
