from __future__ import annotations

import io
import tarfile

import pytest

from plugins.moodle_import.errors import Damaged
from plugins.moodle_import.tests import packs
from plugins.moodle_import.unpack.limits import Limits, Meter
from plugins.moodle_import.unpack.tars import read_tar

FILES = [("a.txt", b"one"), ("b/c.txt", b"x" * 5_000), ("d.txt", b"last")]
SIZE = slice(124, 136)
SUM = slice(148, 156)


def names_in(data: bytes) -> list[str]:
    return [entry.name for entry in read_tar(io.BytesIO(data), Meter(Limits(), len(data)))]


def test_what_nobody_reads_is_passed_over() -> None:
    assert names_in(packs.tar_of(FILES)) == ["a.txt", "b/c.txt", "d.txt"]


def test_a_size_below_nothing_is_damaged() -> None:
    block = bytearray(tarfile.TarInfo("a.txt").tobuf())
    block[SIZE] = b"\xff" * 12
    block[SUM] = b" " * 8
    block[SUM] = b"%06o\0 " % sum(block)
    with pytest.raises(Damaged):
        names_in(bytes(block) + bytes(1024))
