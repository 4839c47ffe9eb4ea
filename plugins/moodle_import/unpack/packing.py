"""What the readers of zip and tar hand to the unpacker, and how they read in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from plugins.moodle_import.errors import Damaged
from updago.api.i18n import _

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Packed:
    """One entry of an archive, in the order of the archive.

    ``name`` is a safe relative path. ``chunks`` is None for a folder; otherwise it is consumed
    before the next entry is asked for.
    """

    name: str
    chunks: Iterator[bytes] | None


def damaged() -> Damaged:
    """The refusal of an archive that cannot be read to its end."""
    return Damaged(_("The archive is damaged or incomplete. Download it again, then import it."))


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    """``count`` bytes of the stream; raises Damaged when it ends before."""
    pieces: list[bytes] = []
    while count:
        piece = stream.read(min(count, CHUNK))
        if not piece:
            raise damaged()
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)
