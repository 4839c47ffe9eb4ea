"""The unpacker takes ordinary archives whole, and hostile ones not at all."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import resource
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.moodle_import import errors
from plugins.moodle_import.tests import packs
from plugins.moodle_import.unpack.archive import open_archive
from plugins.moodle_import.unpack.limits import MEGABYTE, Limits
from plugins.moodle_import.unpack.names import safe_path

PACKERS = {"zip": packs.zip_of, "tar": packs.tar_of, "tgz": packs.tgz_of}
LINKS = {
    "symbolic": packs.tar_entry("x", tarfile.SYMTYPE, "/etc/passwd"),
    "hard": packs.tar_entry("x", tarfile.LNKTYPE, "moodle_backup.xml"),
    "device": packs.tar_entry("x", tarfile.CHRTYPE),
    "pipe": packs.tar_entry("x", tarfile.FIFOTYPE),
    "sparse": packs.tar_entry("x", tarfile.GNUTYPE_SPARSE),
    "in a zip": packs.zip_with_mode("x", b"/etc/passwd", 0o120777),
}
UNSAFE_NAMES = (
    "../a",
    "a/../../b",
    "/etc/passwd",
    "\\windows\\a",
    "..\\a",
    "C:\\a",
    "c:a",
    "a/..",
    "a\x01b",
    "a\u202e/\r\nb",
    "x" * 1025,
    "d/" * 40 + "f",
)


def names_in(data: bytes, workspace: Path, limits: Limits | None = None) -> dict[str, bytes]:
    with open_archive(io.BytesIO(data), workspace, limits) as archive:
        return {name: entry.path.read_bytes() for name, entry in archive.entries.items()}


@contextlib.contextmanager
def quick_and_small() -> Iterator[None]:
    """At most 2 s and 64 MB above what the process has already used."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    yield
    assert time.monotonic() - start <= 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before <= 64 * 1024


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_every_format_gives_the_same_files(
    pack: Callable[[packs.Pairs], bytes], tmp_path: Path
) -> None:
    pairs = [("moodle_backup.xml", b"<x/>"), ("./files/ab/abc", os.urandom(200_000)), ("é", b"")]

    assert names_in(pack(pairs), tmp_path) == {safe_path(name): data for name, data in pairs}


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_names_of_the_archive_never_meet_the_disk_and_nothing_stays(
    pack: Callable[[packs.Pairs], bytes], tmp_path: Path
) -> None:
    with open_archive(io.BytesIO(pack([("con/evil.php", b"x")])), tmp_path) as archive:
        (entry,) = archive.entries.values()
        on_disk = str(entry.path.relative_to(tmp_path))
        assert "con" not in on_disk.split("/")
        assert "evil" not in on_disk

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize("name", UNSAFE_NAMES)
def test_an_unsafe_name_refuses_the_whole_archive(
    name: str, pack: Callable[[packs.Pairs], bytes], tmp_path: Path
) -> None:
    with pytest.raises(errors.UnsafeArchive):
        names_in(pack([("good", b""), (name, b"")]), tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(st.text(alphabet="ab./\\:C\x00 é", max_size=20))
def test_a_safe_path_stays_below_its_folder(name: str) -> None:
    try:
        path = safe_path(name)
    except errors.UnsafeArchive:
        return
    assert os.path.normpath(f"/root/{path}").startswith("/root")
    assert ".." not in path.split("/")
    assert "\\" not in path
    assert safe_path(path) == path


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize(
    "names", [("a", "A"), ("d/x", "D/y"), ("é", "e\u0301"), ("a", "a/b"), ("straße", "strasse")]
)
def test_names_that_could_be_confused_refuse_the_whole_archive(
    names: tuple[str, str], pack: Callable[[packs.Pairs], bytes], tmp_path: Path
) -> None:
    with pytest.raises(errors.UnsafeArchive):
        names_in(pack([(name, b"") for name in names]), tmp_path)


def test_a_file_that_was_packed_twice_is_taken_once(tmp_path: Path) -> None:
    twice = packs.tar_of([("a", b"same"), ("a", b"same")])
    differing = packs.tar_of([("a", b"one"), ("a", b"two")])

    assert names_in(twice, tmp_path) == {"a": b"same"}
    with pytest.raises(errors.UnsafeArchive):
        names_in(differing, tmp_path)


def test_a_hard_link_of_a_file_to_itself_is_the_file(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("./a")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
        info = tarfile.TarInfo("a")
        info.type, info.linkname = tarfile.LNKTYPE, "./a"
        archive.addfile(info)

    assert names_in(stream.getvalue(), tmp_path) == {"a": b"x"}


@pytest.mark.parametrize("data", LINKS.values(), ids=LINKS)
def test_links_and_special_files_refuse_the_whole_archive(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(errors.UnsafeArchive):
        names_in(data, tmp_path)
    with pytest.raises(errors.ImportRefused):
        names_in(gzip.compress(data), tmp_path)


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_long_names_survive(pack: Callable[[packs.Pairs], bytes], tmp_path: Path) -> None:
    name = "/".join(["x" * 90] * 4)

    assert names_in(pack([(name, b"1")]), tmp_path) == {name: b"1"}


def test_gnu_long_names_survive(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("x" * 300))

    assert names_in(stream.getvalue(), tmp_path) == {"x" * 300: b""}


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_counted_bytes_stop_a_bomb(pack: Callable[[packs.Pairs], bytes], tmp_path: Path) -> None:
    data = pack([(str(number), bytes(3 * MEGABYTE)) for number in range(12)])
    limits = Limits(unpacked_bytes=30 * MEGABYTE)

    with quick_and_small(), pytest.raises(errors.TooLarge):
        names_in(data, tmp_path, limits)
    assert list(tmp_path.iterdir()) == []


def test_a_gzip_bomb_with_a_lying_trailer_stops_at_the_ratio(tmp_path: Path) -> None:
    bomb = bytearray(packs.tgz_of([("a", bytes(30 * MEGABYTE))]))
    bomb[-4:] = b"\1\0\0\0"

    with quick_and_small(), pytest.raises(errors.TooLarge):
        names_in(bytes(bomb), tmp_path, Limits(ratio_floor=MEGABYTE))


def test_overlapping_zip_entries_are_refused(tmp_path: Path) -> None:
    with quick_and_small(), pytest.raises(errors.ImportRefused):
        names_in(packs.overlapping_zip(9_000, 50_000), tmp_path)
    with pytest.raises(errors.UnsafeArchive):
        names_in(packs.overlapping_zip(2, 5), tmp_path)


@pytest.mark.parametrize("claimed", [3, 65_535, 100_000 % 65_536])
def test_countless_zip_entries_are_refused_whatever_the_count_says(
    claimed: int, tmp_path: Path
) -> None:
    data = packs.zip_of_empty_entries(100_000, claimed)

    with quick_and_small(), pytest.raises(errors.TooLarge):
        names_in(data, tmp_path)


def test_too_many_tar_entries_are_refused(tmp_path: Path) -> None:
    header = packs.tar_entry("a", tarfile.DIRTYPE)[: packs.BLOCK]

    with quick_and_small(), pytest.raises(errors.TooLarge):
        names_in(gzip.compress(header * 40_000, 1), tmp_path, Limits(entries=3_000))


def test_archives_in_an_archive_stay_packed(tmp_path: Path) -> None:
    inner = packs.zip_of([("bomb", bytes(MEGABYTE))])

    assert names_in(packs.zip_of([("inner.zip", inner)]), tmp_path) == {"inner.zip": inner}


@pytest.mark.parametrize("claimed", [10, 100_000])
def test_a_zip_that_lies_about_a_size_is_refused(claimed: int, tmp_path: Path) -> None:
    with pytest.raises(errors.Damaged):
        names_in(packs.zip_with_size(b"abc" * 1000, claimed), tmp_path)


def test_a_protected_zip_is_refused(tmp_path: Path) -> None:
    data = bytearray(packs.zip_of([("a", b"x")]))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(errors.ImportRefused, match="password"):
        names_in(bytes(data), tmp_path)


def test_a_rare_zip_method_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.ImportRefused, match="plain zip"):
        names_in(packs.zip_of([("a", b"x" * 99)], zipfile.ZIP_LZMA), tmp_path)


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_truncated_archive_is_refused(
    pack: Callable[[packs.Pairs], bytes], tmp_path: Path
) -> None:
    whole = pack([("a", os.urandom(3000))])

    for length in range(1, 2500, 311):
        with pytest.raises(errors.ImportRefused):
            names_in(whole[:length], tmp_path)


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"7z\xbc\xaf\x27\x1c", b"<?xml version='1.0'?><MOODLE_BACKUP/>"],
)
def test_what_is_no_archive_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(errors.UnknownFormat):
        names_in(data, tmp_path)


def test_a_huge_extension_header_is_never_loaded(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 70 * MEGABYTE
    data = gzip.compress(info.tobuf() + bytes(70 * MEGABYTE), 1)[:-4] + bytes(4)

    with quick_and_small(), pytest.raises(errors.ImportRefused):
        names_in(data, tmp_path)


@pytest.mark.parametrize(
    "record", [b"9999 path=a\n", b"garbage", b"11 size=ab\n", b"25 GNU.sparse.realsize=1\n"]
)
def test_a_broken_extension_header_is_refused(record: bytes, tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, len(record)
    data = info.tobuf() + record + bytes(-len(record) % packs.BLOCK)

    with pytest.raises(errors.ImportRefused):
        names_in(data + packs.tar_of([("a", b"")]), tmp_path)


def test_several_gzip_members_are_one_stream(tmp_path: Path) -> None:
    tar = packs.tar_of([("a", b"1234")])

    assert names_in(gzip.compress(tar[:700]) + gzip.compress(tar[700:]), tmp_path) == {"a": b"1234"}


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@settings(max_examples=40)
@given(data=st.data())
def test_a_damaged_byte_gives_a_refusal_or_files_never_a_crash(
    pack: Callable[[packs.Pairs], bytes],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    whole = bytearray(pack([("moodle_backup.xml", b"<x/>" * 20), ("a/b", b"2" * 600)]))
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    workspace = tmp_path_factory.getbasetemp() / "damaged"

    with contextlib.suppress(errors.ImportRefused):
        names_in(bytes(whole), workspace)
    assert list(workspace.iterdir()) == []


def pax(record: bytes) -> bytes:
    """A tar whose one file follows an extension header."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, len(record)
    return info.tobuf() + record + bytes(-len(record) % packs.BLOCK)


def test_an_extension_header_may_name_and_size_a_file(tmp_path: Path) -> None:
    info = tarfile.TarInfo("short")
    body = info.tobuf() + b"1234" + bytes(packs.BLOCK - 4)

    data = pax(b"12 path=a/b\n9 size=4\n13 mtime=1.5\n") + body

    assert names_in(data, tmp_path) == {"a/b": b"1234"}


def test_a_global_extension_header_changes_nothing(tmp_path: Path) -> None:
    data = bytearray(pax(b"12 path=a/b\n"))
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XGLTYPE, 12
    data[: packs.BLOCK] = header.tobuf()

    assert names_in(bytes(data) + packs.tar_of([("c", b"1")]), tmp_path) == {"c": b"1"}


def test_a_tar_may_end_without_its_last_blocks(tmp_path: Path) -> None:
    tar = packs.tar_of([("a", b"1")])

    assert names_in(gzip.compress(tar[: 2 * packs.BLOCK]), tmp_path) == {"a": b"1"}


def test_bytes_after_the_last_gzip_member_are_padding(tmp_path: Path) -> None:
    assert names_in(packs.tgz_of([("a", b"1")]) + bytes(512), tmp_path) == {"a": b"1"}


def test_gzip_members_without_end_are_refused(tmp_path: Path) -> None:
    with quick_and_small(), pytest.raises(errors.ImportRefused):
        names_in(gzip.compress(b"") * 12_000, tmp_path)


def test_a_file_without_a_name_is_refused(tmp_path: Path) -> None:
    for pack in PACKERS.values():
        with pytest.raises(errors.UnsafeArchive):
            names_in(pack([("./.", b"x")]), tmp_path)


def test_a_zip_of_the_larger_kind_is_read_and_counted(tmp_path: Path) -> None:
    small = packs.zip_of([("a", b"1")])

    assert names_in(packs.with_large_end(small, 1), tmp_path) == {"a": b"1"}
    with pytest.raises(errors.TooLarge):
        names_in(packs.with_large_end(small, 70_000), tmp_path)


def test_a_gzip_that_is_cut_off_is_damaged_and_not_too_large(tmp_path: Path) -> None:
    whole = packs.tgz_of([("a", os.urandom(300_000))])

    for length in (3, 17, 18, 5_000, len(whole) - 1):
        with pytest.raises(errors.Damaged):
            names_in(whole[:length], tmp_path)


def test_what_is_cut_off_inside_its_tar_is_damaged(tmp_path: Path) -> None:
    tar = packs.tar_of([("a", b"1" * 3000)])

    with pytest.raises(errors.Damaged):
        names_in(gzip.compress(tar[:2000]), tmp_path)
