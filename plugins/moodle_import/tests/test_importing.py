"""A backup becomes a course: whole, once, or not at all."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from plugins.moodle_import import errors
from plugins.moodle_import.importing import WORKSPACE
from plugins.moodle_import.models import WAITING_AREA
from plugins.moodle_import.serving import EDIT, may_read
from plugins.moodle_import.tests import packs
from plugins.moodle_import.tests.backups import BackupBuilder
from plugins.moodle_import.tests.samples import PICTURE, small_course
from updago.api.errors import Invalid
from updago.api.files import File
from updago.api.spaces import Activity, Category, Course, Section

if TYPE_CHECKING:
    from plugins.moodle_import.tests.conftest import Importing


def waiting_parts(importing: Importing, activity: Activity) -> dict[str, bytes]:
    (file,) = [
        row
        for row in importing.rows(File)
        if (row.area, row.activity_id, row.position) == (WAITING_AREA, activity.id, 0)
    ]
    data = b"".join(importing.site.files.read(file.sha256))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_sections_and_activities_keep_their_order_and_visibility(importing: Importing) -> None:
    course = importing.course(importing.run(small_course()))

    general, second = course.sections
    assert (course.short_name, course.full_name) == ("ALP", "Alpine flowers")
    assert [node.name for node in general.activities] == ["Hello"]
    assert (second.name, second.visibility, second.summary.html) == (
        "Second",
        "hidden",
        "<p>Text</p>",
    )
    assert [(n.name, n.type, n.visibility, n.indent) for n in second.activities] == [
        ("Soil", "sample_page", "shown", 0),
        ("Test", "placeholder", "hidden", 1),
    ]
    assert importing.sample.seen[-1].texts["content"] == "<p>Soil</p>"


def test_what_no_sequence_names_comes_last_in_its_section(importing: Importing) -> None:
    builder = BackupBuilder()
    builder.section(None)
    builder.activity("page", "Listed")
    builder.activity("page", "Forgotten")
    builder.sections[0][1]["sequence"] = "500,999"

    course = importing.course(importing.run(builder))

    assert [node.name for node in course.activities] == ["Listed", "Forgotten"]


def test_a_backup_of_one_activity_becomes_a_course_around_it(importing: Importing) -> None:
    builder = BackupBuilder(kind="activity")
    builder.activity("page", "Only")

    course = importing.course(importing.run(builder))

    assert (course.short_name, len(course.sections)) == ("ALP", 1)
    assert [node.name for node in course.activities] == ["Only"]


def test_a_type_without_plugin_waits_whole(importing: Importing) -> None:
    builder = small_course()
    builder.parts["activities/quiz_502/extra.xml"] = b"<kept/>"
    builder.file(b"data", 1502, "mod_quiz", "intro", "a.txt", path="/x/")
    builder.file(b"gone", 1502, "mod_quiz", "intro", "b.txt", present=False)

    report = importing.run(builder)

    (activity,) = [row for row in importing.rows(Activity) if row.type == "placeholder"]
    expected = {n: d for n, d in builder.parts.items() if n.startswith("activities/quiz_502/")}
    assert waiting_parts(importing, activity) == expected
    assert activity.waiting["type"] == "quiz"
    assert activity.waiting["sources"]["names"] == sorted(expected)
    (row,) = activity.waiting["files"]
    assert (row["name"], row["path"], row["area"]) == ("a.txt", "/x/", "intro")
    assert b"".join(importing.site.files.read(row["sha256"])) == b"data"
    (detail,) = [d for d in report.details if d.kind == "activity"]
    assert (detail.type, detail.name, detail.outcome.value) == ("quiz", "Test", "waiting")
    assert report.files.as_json() == {
        "total": 2,
        "kept": 0,
        "adapted": 0,
        "refused": 2,
        "waiting": 1,
    }


@pytest.mark.parametrize("how", ["refused", "broken"])
def test_what_its_plugin_cannot_take_waits_in_its_place(how: str, importing: Importing) -> None:
    builder = small_course()
    builder.activity("page", "After")
    getattr(importing.sample, how).add("Soil")

    report = importing.run(builder)

    course = importing.course(report)
    assert [n.type for n in course.sections[1].activities] == [
        "placeholder",
        "placeholder",
        "sample_page",
    ]
    (detail,) = [d for d in report.details if d.name == "Soil"]
    assert detail.outcome.value == "waiting"
    assert how == "broken" or detail.sentence() == "This one cannot be taken: a test."
    assert report.by_type["page"].as_json() == {
        "total": 2,
        "kept": 1,
        "adapted": 0,
        "refused": 1,
        "waiting": 1,
    }


def test_a_difference_makes_the_outcome_adapted(importing: Importing) -> None:
    builder = BackupBuilder()
    builder.section()
    builder.activity("url", "Far", {"display": 5})

    report = importing.run(builder)

    assert report.items.adapted == 1
    assert [d.sentence() for d in report.details] == ["It opened in a window."]


def test_a_part_that_is_missing_refuses_one_activity(importing: Importing) -> None:
    builder = small_course()
    del builder.parts["activities/page_501/module.xml"]

    report = importing.run(builder)

    assert report.by_type["page"].as_json()["refused"] == 1
    assert "page" not in {node.type for node in importing.course(report).activities}


def test_importing_twice_gives_two_courses(importing: Importing) -> None:
    first, second = importing.run(small_course()), importing.run(small_course())

    assert first.course["shortname"] == "ALP"
    assert second.course["shortname"] not in ("ALP", "")
    assert first.items.as_json() == second.items.as_json()
    assert "ALP" in " ".join(d.sentence() for d in second.details if d.kind == "course")
    assert len({row.category_id for row in importing.rows(Course)}) == 1


def test_a_short_name_that_is_asked_for_must_be_free(importing: Importing) -> None:
    importing.run(small_course())
    named = importing.run(small_course(), short_name="FLOWERS")

    assert named.course["shortname"] == "FLOWERS"
    with pytest.raises(Invalid):
        importing.run(small_course(), short_name="FLOWERS")
    assert len(importing.rows(Course)) == 2


def test_a_category_path_is_followed_and_made(importing: Importing) -> None:
    importing.run(small_course(), category=("Faculty", "Botany"))
    importing.run(small_course(), category=("Faculty", "Botany"))

    assert [row.name for row in importing.rows(Category)] == ["Faculty", "Botany"]
    top, below = importing.rows(Category)
    assert below.parent_id == top.id
    assert {row.category_id for row in importing.rows(Course)} == {below.id}


def test_a_rehearsal_writes_nothing_and_says_the_same(importing: Importing) -> None:
    rehearsed = importing.run(small_course(), is_rehearsal=True)
    assert importing.rows(Course) == []
    assert list(importing.site.files.contents()) == []

    done = importing.run(small_course())
    assert rehearsed.as_json()["items"] == done.as_json()["items"]
    assert "id" not in rehearsed.course


@pytest.mark.parametrize(
    "data",
    [
        b"not an archive",
        packs.zip_of([("moodle.xml", b"<MOODLE_BACKUP/>")]),
        packs.zip_of([("imsmanifest.xml", b"<manifest/>")]),
        packs.zip_of([("../moodle_backup.xml", b"")]),
        packs.tgz_of([("moodle_backup.xml", b"<!DOCTYPE x><moodle_backup/>")]),
    ],
)
def test_a_refused_archive_leaves_nothing(data: bytes, importing: Importing) -> None:
    with pytest.raises(errors.ImportRefused):
        importing.run_bytes(data)

    assert importing.rows(Course) == []
    assert list(importing.site.files.contents()) == []
    assert list((importing.site.settings.data_dir / WORKSPACE).iterdir()) == []


def test_a_part_that_breaks_late_takes_everything_back(importing: Importing) -> None:
    builder = small_course()
    builder.parts["questions.xml"] = b"<question_categories><x></question_categories>"

    with pytest.raises(errors.Damaged):
        importing.run(builder)

    for kind in (Course, Section, Activity, Category, File):
        assert importing.rows(kind) == []


def test_questions_wait_with_the_course(importing: Importing) -> None:
    builder = small_course()
    builder.parts["questions.xml"] = (
        b"<question_categories><question_category><questions><question id='1'>"
        b"<qtype>essay</qtype></question><question id='2'><qtype>essay</qtype></question>"
        b"</questions></question_category></question_categories>"
    )
    builder.file(PICTURE, 99, "question", "questiontext", "q.png")
    builder.file(b"draft", 98, "user", "draft", "d.txt")

    report = importing.run(builder)

    assert report.as_json()["by_question_type"] == {
        "essay": {"total": 2, "kept": 0, "adapted": 0, "refused": 2, "waiting": 2}
    }
    kept = [f for f in importing.rows(File) if f.area == WAITING_AREA and f.activity_id is None]
    assert [f.name for f in sorted(kept, key=lambda f: f.position)] == [
        "course.zip",
        "q.png",
        "waiting.json",
    ]
    assert report.files.as_json() == {
        "total": 2,
        "kept": 0,
        "adapted": 0,
        "refused": 2,
        "waiting": 1,
    }


def test_the_settings_of_the_course_are_taken_over(importing: Importing) -> None:
    builder = BackupBuilder(
        course={
            "idnumber": "X1",
            "startdate": 1_700_000_000,
            "enddate": 1_600_000_000,
            "visible": 0,
            "lang": "fr_ca",
            "groupmode": 2,
            "groupmodeforce": 1,
            "format": "topcoll",
            "marker": 1,
        }
    )
    builder.section(None)
    builder.section("Now")

    report = importing.run(builder)

    (course,) = importing.rows(Course)
    assert (course.code, course.visibility, course.language) == ("X1", "hidden", "fr")
    assert (course.group_mode, course.group_mode_forced) == ("visible", True)
    assert course.starts.instant.timestamp() == 1_700_000_000
    assert course.ends is None
    assert course.format == "topics"
    assert [section.is_highlighted for section in importing.course(report).sections] == [
        False,
        True,
    ]
    assert "topcoll" in " ".join(d.sentence() for d in report.details if d.kind == "course")


def test_only_editors_read_what_waits(importing: Importing) -> None:
    report = importing.run(small_course())
    course = importing.course(report)
    (file, *_) = [row for row in importing.rows(File) if row.area == WAITING_AREA]

    class Request:
        def __init__(self, *, may_edit: bool) -> None:
            self.site, self.db = importing.site, importing.site.database.reader()
            self.oracle = self
            self.may_edit = may_edit

        def may(self, permission: str, place: object) -> bool:
            return (permission, place) == (EDIT, course.place) and self.may_edit

    for may_edit in (True, False):
        request = Request(may_edit=may_edit)
        with request.db:
            assert may_read(request, file) is may_edit
            file.course_id, kept = 99, file.course_id
            assert not may_read(request, file)
            file.course_id = kept
