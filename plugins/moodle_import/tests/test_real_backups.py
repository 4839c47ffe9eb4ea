"""Real backups, counted a second time by means that share nothing with the reader."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.moodle_import import errors
from plugins.moodle_import.reading.backup import Backup, read_backup
from plugins.moodle_import.reading.links import TOKEN, Unknown, find_target
from plugins.moodle_import.tests.real import (
    BACKUPS,
    FOLDER,
    LIST_OF_CONTENTS,
    PEER_COURSES,
    contents,
    each,
    root,
)
from plugins.moodle_import.unpack.archive import open_archive

ARCHIVES = [*BACKUPS, *PEER_COURSES]
READERS_TOKENS = {"NULL", "LINEFEED"}

pytestmark = pytest.mark.fixtures
each_archive = pytest.mark.parametrize("path", each(ARCHIVES))


@contextmanager
def backup_of(path: Path, workspace: Path) -> Iterator[Backup]:
    with path.open("rb") as source, open_archive(source, workspace) as archive:
        if LIST_OF_CONTENTS not in archive.entries:
            pytest.skip("a backup of another kind")
        yield read_backup(archive)


def test_there_are_backups_to_read() -> None:
    if not ARCHIVES:
        pytest.skip(f"no Moodle backups in {FOLDER}")


@each_archive
def test_every_file_is_unpacked_byte_by_byte(path: Path, tmp_path: Path) -> None:
    expected = contents(path)
    with path.open("rb") as source, open_archive(source, tmp_path) as archive:
        got = {name: entry.path.read_bytes() for name, entry in archive.entries.items()}

    assert got == expected


@each_archive
def test_an_archive_without_list_of_contents_is_refused(path: Path, tmp_path: Path) -> None:
    with path.open("rb") as source, open_archive(source, tmp_path) as archive:
        if LIST_OF_CONTENTS in archive.entries:
            assert read_backup(archive).info.activities
        else:
            with pytest.raises(errors.UnknownFormat):
                read_backup(archive)


@each_archive
def test_activities_and_sections_are_those_of_the_archive(path: Path, tmp_path: Path) -> None:
    files = contents(path)
    modules = [
        root(data)
        for name, data in files.items()
        if re.fullmatch(r"activities/[^/]+/module\.xml", name)
    ]
    sections = [name for name in files if re.fullmatch(r"sections/[^/]+/section\.xml", name)]

    with backup_of(path, tmp_path) as backup:
        got = [backup.module(ref) for ref in backup.info.activities]
        assert Counter(m.type for m in got) == Counter(m.findtext("modulename") for m in modules)
        assert Counter(m.visible for m in got) == Counter(
            m.findtext("visible") == "1" for m in modules
        )
        assert len(backup.sections()) == len(sections)


@each_archive
def test_an_activity_says_what_its_file_says(path: Path, tmp_path: Path) -> None:
    files = contents(path)
    with backup_of(path, tmp_path) as backup:
        for ref in backup.info.activities:
            own = root(files[f"{ref.directory}/{ref.type}.xml"])
            data = backup.activity(ref)
            assert data.context_id == int(own.attrib["contextid"])
            assert [*data.values] == [child.tag for child in own[0]]
            for child in own[0]:
                value = data.values[child.tag]
                if len(child):
                    assert len(list(value)) == len(child)
                else:
                    expected = child.text or ""
                    assert value == (
                        None if expected == "$@NULL@$" else expected if expected.strip() else ""
                    )


@each_archive
def test_what_waits_is_byte_equal(path: Path, tmp_path: Path) -> None:
    files = contents(path)
    with backup_of(path, tmp_path) as backup:
        for ref in backup.info.activities:
            got = {entry.name: entry.path.read_bytes() for entry in backup.sources(ref)}
            expected = {n: d for n, d in files.items() if n.startswith(f"{ref.directory}/")}
            assert got == expected
            assert got


@each_archive
def test_files_are_there_or_known_to_be_absent(path: Path, tmp_path: Path) -> None:
    files = contents(path)
    rows = [
        row for row in root(files.get("files.xml", b"<files/>")) if row.findtext("filename") != "."
    ]
    stored = {hashlib.sha1(d).hexdigest() for n, d in files.items() if n.startswith("files/")}

    with backup_of(path, tmp_path) as backup:
        records = backup.files.records
        assert len(records) == len(rows)
        assert [r.content_hash for r in records] == [row.findtext("contenthash") for row in rows]
        assert [r.entry is not None for r in records] == [r.content_hash in stored for r in records]
        for record in records:
            assert record.entry is None or record.entry.sha1() == record.content_hash


@each_archive
def test_people_and_groups_are_those_of_the_archive(path: Path, tmp_path: Path) -> None:
    files = contents(path)

    def count(name: str, way: str) -> int:
        return len(root(files[name]).findall(way)) if name in files else 0

    with backup_of(path, tmp_path) as backup:
        assert len(list(backup.people())) == count("users.xml", "user")
        assert len(list(backup.groups())) == (
            count("groups.xml", "group") + count("groups.xml", "groupings/grouping")
        )
        assert sum(len(method.enrolments) for method in backup.enrolments()) == count(
            "course/enrolments.xml", ".//enrolment"
        )
        assert len(list(backup.role_assignments())) == count(
            "course/roles.xml", "role_assignments/assignment"
        )


@each_archive
def test_every_token_of_an_address_is_understood(path: Path, tmp_path: Path) -> None:
    tokens = {
        match[0]
        for name, data in contents(path).items()
        if name.endswith(".xml")
        for match in TOKEN.finditer(data.decode("utf-8", "replace"))
        if match[1] not in READERS_TOKENS and not name.startswith("activities/wiki_")
    }
    for token in tokens:
        assert not isinstance(find_target(token, ""), Unknown)
