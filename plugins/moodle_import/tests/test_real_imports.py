"""Real backups become courses, twice, and the report says of each what an own count says."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from plugins.moodle_import import errors
from plugins.moodle_import.importing import import_file
from plugins.moodle_import.making.report import Report
from plugins.moodle_import.operations import Wishes
from plugins.moodle_import.tests.real import (
    BACKUPS,
    LIST_OF_CONTENTS,
    PEER_COURSES,
    contents,
    each,
    root,
)
from updago.api.commands import Site
from updago.api.files import File
from updago.api.spaces import Activity, Course, Enrolment, Group, Grouping, GroupMember, Section

# The types of Moodle that plugins of this repository take over.
TAKEN = {"page", "resource", "folder", "url", "label", "forum"}
ABSENT = "is not in the backup"
ROLES = {"editingteacher": "teacher", "teacher": "assistant", "student": "student"}

pytestmark = pytest.mark.fixtures


def importing(
    site: Site, path: Path, *, is_rehearsal: bool = False, people: bool = False
) -> Report:
    with path.open("rb") as source:
        return import_file(site, source, Wishes(with_people=people), is_rehearsal=is_rehearsal)


def is_backup(path: Path) -> bool:
    return LIST_OF_CONTENTS in contents(path)


@pytest.fixture(params=each(BACKUPS))
def path(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def test_a_backup_imports_twice_and_its_report_is_exact(
    path: Path, make_site: Callable[..., Site]
) -> None:
    site = make_site()
    if not is_backup(path):
        with pytest.raises(errors.UnknownFormat):
            importing(site, path)
        assert rows(site, Course) == []
        return
    first, second = importing(site, path), importing(site, path)

    assert len(rows(site, Course)) == 2
    assert second.items.as_json() == first.items.as_json()
    check_sums(first, contents(path))
    check_what_waits(site, first, contents(path))
    check_contents(site, contents(path))


def check_sums(report: Report, files: Mapping[str, bytes]) -> None:
    listed = root(files[LIST_OF_CONTENTS]).iterfind(".//contents/activities/activity")
    types = Counter(activity.findtext("modulename") or "" for activity in listed)
    modules = [name for name in files if re.fullmatch(r"activities/[^/]+/module\.xml", name)]
    assert {kind: tally.total for kind, tally in report.by_type.items()} == types
    assert report.items.total == len(modules)
    for kind, tally in report.by_type.items():
        if kind in TAKEN:
            assert tally.refused == 0, [d for d in report.details if d.type == kind]
        else:
            assert tally.waiting == tally.total
    questions = root(files.get("questions.xml", b"<none/>")).findall(".//questions/question")
    assert report.questions.total == len(questions)
    rows_of_files = [row for row in root(files["files.xml"]) if row.findtext("filename") != "."]
    assert report.files.total == len(rows_of_files)
    stored = {hashlib.sha1(d).hexdigest() for n, d in files.items() if n.startswith("files/")}
    absent = [row for row in rows_of_files if row.findtext("contenthash") not in stored]
    named = [d for d in report.details if d.kind == "file" and d.outcome.value == "refused"]
    assert len(named) == report.files.refused - report.files.waiting == len(absent)


def check_what_waits(site: Site, report: Report, files: Mapping[str, bytes]) -> None:
    placeholders = [
        row
        for row in rows(site, Activity)
        if row.type == "placeholder" and row.course_id == report.course["id"]
    ]
    assert len(placeholders) == report.items.waiting
    for activity in placeholders:
        folder = activity.waiting["directory"]
        expected = {n: d for n, d in files.items() if n.startswith(f"{folder}/")}
        assert packed(site, activity.waiting["sources"]["sha256"]) == expected
        own = root(files[f"{folder}/{activity.waiting['type']}.xml"])
        present = [
            row.findtext("contenthash") or ""
            for row in root(files["files.xml"])
            if row.findtext("contextid") == own.get("contextid")
            and row.findtext("filename") != "."
            and f"files/{row.findtext('contenthash', '')[:2]}/{row.findtext('contenthash')}"
            in files
        ]
        kept = [hashlib.sha1(stored(site, row["sha256"])) for row in activity.waiting["files"]]
        assert sorted(digest.hexdigest() for digest in kept) == sorted(present)


def check_contents(site: Site, files: Mapping[str, bytes]) -> None:
    """Whatever files.xml lists and the archive holds is in the store, under a row of a file."""
    kept = {hashlib.sha1(stored(site, row.sha256)).hexdigest() for row in rows(site, File)}
    for row in root(files["files.xml"]):
        address = row.findtext("contenthash") or ""
        if row.findtext("filename") != "." and f"files/{address[:2]}/{address}" in files:
            assert address in kept or row.findtext("component") == "user"


@pytest.mark.slow
def test_nine_in_ten_of_what_is_taken_over_is_kept(make_site: Callable[..., Site]) -> None:
    site = make_site()
    kept = total = 0
    for path in BACKUPS:
        if not is_backup(path):
            continue
        report = importing(site, path, is_rehearsal=True)
        reasons: dict[tuple[str, str], list[str]] = {}
        for detail in report.details:
            if detail.kind == "activity" and detail.type in TAKEN:
                reasons.setdefault((detail.type, detail.name), []).append(detail.reason)
        lacking = sum(any(ABSENT in r for r in found) for found in reasons.values())
        kept += sum(report.by_type[kind].kept for kind in TAKEN & report.by_type.keys())
        total += sum(report.by_type[kind].total for kind in TAKEN & report.by_type.keys()) - lacking
    if not total:
        pytest.skip("no backup with a type that is taken over")

    assert kept / total >= 0.9, f"{kept} of {total}"


@pytest.fixture(params=each(PEER_COURSES))
def peer(request: pytest.FixtureRequest) -> tuple[Path, dict[str, Any]]:
    path = request.param
    return path, json.loads(path.with_name("expected.json").read_text())


def test_people_and_their_work_are_those_that_the_peer_counts(
    peer: tuple[Path, dict[str, Any]], make_site: Callable[..., Site]
) -> None:
    path, expected = peer
    site = make_site()

    report = importing(site, path, people=True)

    check_sums(report, contents(path))
    for statement, got in facts(site, expected):
        assert got is True, statement


def facts(site: Site, expected: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    counts = expected.get("counts", {})
    enrolments = rows(site, Enrolment)
    roles = Counter(row.role for row in enrolments)
    if "course" in expected:
        (course,) = rows(site, Course)
        yield "name", course.full_name == expected["course"]["fullname"]
    if "students" in expected:
        yield "students", roles["student"] == len(expected["students"])
    if "users_by_role" in counts:
        by_role = {ROLES[name]: number for name, number in counts["users_by_role"].items()}
        yield f"roles {roles}", roles == by_role
    if "enrolments" in counts:
        yield "enrolments", len(enrolments) == counts["enrolments"]
    if "sections" in counts:
        yield "sections", len(rows(site, Section)) == counts["sections"]
    if "group_members" in counts:
        members = Counter(row.group_id for row in rows(site, GroupMember))
        groups = {row.name: members[row.id] for row in rows(site, Group)}
        yield f"groups {groups}", groups == counts["group_members"]
        yield "groupings", {row.name for row in rows(site, Grouping)} == set(counts["groupings"])
    forum = counts.get(
        "forum",
        {
            "discussions": counts.get("forum_discussions"),
            "posts": counts.get("forum_posts"),
        },
    )
    for name in ("discussions", "posts"):
        if forum[name] is not None:
            number = count(site, f"forum_{name.removesuffix('s')}")
            yield f"{name}: {number} of {forum[name]}", number == forum[name]


def rows(site: Site, kind: type[Any]) -> list[Any]:
    with site.database.reading() as session:
        return list(session.query(kind).order_by(*kind.__table__.primary_key))


def count(site: Site, table: str) -> int:
    with site.database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def stored(site: Site, sha256: str) -> bytes:
    return b"".join(site.files.read(sha256))


def packed(site: Site, sha256: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(stored(site, sha256))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
