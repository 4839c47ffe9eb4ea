"""A backup becomes a course: whole, once, or not at all."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from plugins.moodle_import import errors
from plugins.moodle_import.importing import WORKSPACE
from plugins.moodle_import.making.placeholders import WAITING_AREA
from plugins.moodle_import.serving import EDIT, may_read
from plugins.moodle_import.tests import packs
from plugins.moodle_import.tests.backups import BackupBuilder, raw
from updago.api.errors import Invalid
from updago.api.files import File
from updago.api.spaces import Activity, Category, Course, Group, Grouping, Section

if TYPE_CHECKING:
    from plugins.moodle_import.tests.conftest import Importing

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(30)


def small_course() -> BackupBuilder:
    builder = BackupBuilder(course={"category": raw("<name>Botany</name>")})
    builder.section(None)
    builder.activity("label", "Hello", {"intro": "<p>Hi</p>"})
    builder.section("Second", summary="<p>Text</p>", visible=0)
    builder.activity("page", "Soil", {"content": "<p>Soil</p>", "contentformat": 1})
    builder.activity("quiz", "Test", {"intro": "<p>Quiz</p>"}, visible=0, indent=1)
    return builder


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


def test_embedded_files_are_ours_and_absent_ones_are_named(importing: Importing) -> None:
    builder = BackupBuilder()
    builder.section(summary='<img src="@@PLUGINFILE@@/s.png">')
    builder.file(PICTURE, 30, "course", "section", "s.png", item=100)
    builder.activity(
        "page",
        "Soil",
        {
            "intro": '<p><img src="@@PLUGINFILE@@/i.png" alt="I"></p>',
            "content": '<p><img src="@@PLUGINFILE@@/a%20b/c.png?x=1" alt="C">'
            '<img src="@@PLUGINFILE@@/gone.png" alt="G"></p>',
            "contentformat": 1,
        },
    )
    builder.file(PICTURE, 1500, "mod_page", "intro", "i.png")
    builder.file(PICTURE + b"c", 1500, "mod_page", "content", "c.png", path="/a b/")
    builder.file(PICTURE + b"g", 1500, "mod_page", "content", "gone.png", present=False)

    report = importing.run(builder)

    files = {str(file.uid): file for file in importing.rows(File) if file.area != WAITING_AREA}
    course = importing.course(report)
    (node,) = course.activities
    summary = course.sections[0].summary
    content = importing.sample.seen[0].texts["content"]
    assert {f.name: f.area for f in files.values()} == {
        "s.png": "core.section",
        "i.png": "core.activity",
        "c.png": "sample.content",
    }
    assert [files[uid].name for uid in summary.file_refs()] == ["s.png"]
    assert [files[uid].item_id for uid in summary.file_refs()] == [course.sections[0].id]
    assert all(uid in content for uid, f in files.items() if f.name == "c.png")
    assert content.endswith(">G</p>")
    assert "PLUGINFILE" not in content
    assert "gone" not in content
    assert {f.activity_id for f in files.values() if f.area != "core.section"} == {node.id}
    assert (report.files.kept, report.files.refused) == (3, 1)
    assert "gone.png" in " ".join(d.sentence() for d in report.details if d.kind == "activity")


def test_a_content_that_is_not_what_its_address_says_is_absent(importing: Importing) -> None:
    builder = BackupBuilder()
    builder.section()
    builder.activity("resource", "Paper")
    address = builder.file(b"true", 1500, "mod_resource", "content", "a.txt")
    builder.parts[f"files/{address[:2]}/{address}"] = b"swapped"

    report = importing.run(builder)

    assert importing.sample.seen[0].files == []
    assert report.files.as_json()["refused"] == 1


def test_the_files_of_an_area_come_main_one_first(importing: Importing) -> None:
    builder = BackupBuilder()
    builder.section()
    builder.activity("resource", "Site")
    builder.file(b"a", 1500, "mod_resource", "content", "a.css", path="/css/")
    builder.file(b"b", 1500, "mod_resource", "content", "index.html", sortorder=1)

    report = importing.run(builder)

    assert importing.sample.seen[0].files == ["index.html", "css/a.css"]
    assert report.files.kept == 2


def link_page(importing: Importing, *addresses: str) -> tuple[str, Any]:
    builder = BackupBuilder()
    builder.section(None)
    links = "".join(f'<a href="{address}">x</a> ' for address in addresses)
    builder.activity("page", "From", {"content": f"<p>{links}</p>", "contentformat": 1})
    builder.section("Two")
    builder.activity(
        "forum", "To", {"discussions": raw('<discussion id="9"><posts></posts></discussion>')}
    )
    builder.activity("label", "Label")
    builder.activity("quiz", "Waits")
    report = importing.run(builder)
    (page,) = [seen for seen in importing.sample.seen if seen.record.type == "page"]
    return page.texts["content"], report


def test_links_inside_the_course_lead_to_the_new_one(importing: Importing) -> None:
    site = "https://old.example/moodle"
    content, report = link_page(
        importing,
        "$@FORUMVIEWBYID*501@$",
        f"{site}/mod/forum/view.php?id=501",
        "$@FORUMVIEWBYF*508@$",
        "$@COURSEVIEWBYID*3@$",
        "$@COURSESECTIONBYID*101@$",
        "$@LABELVIEWBYID*502@$",
        "$@QUIZVIEWBYID*503@$",
    )

    course = importing.course(report)
    ids = {node.name: node.id for node in course.activities}
    assert "old.example" not in content
    assert "$@" not in content
    assert content.count(f'"/sample/{ids["To"]}"') == 3
    for address in (
        f"/courses/{course.id}",
        f"/courses/{course.id}#s{course.sections[1].id}",
        f"/courses/{course.id}#a{ids['Label']}",
        f"/courses/{course.id}#a{ids['Waits']}",
    ):
        assert f'href="{address}"' in content.replace("#u-", "#")
    assert report.by_type["page"].kept == 1


def test_links_out_of_the_course_are_listed(importing: Importing) -> None:
    content, report = link_page(
        importing, "$@PAGEVIEWBYID*77@$", "$@WIKIPAGEBYID*5@$", "https://else.example/mod/x"
    )

    assert "https://old.example/moodle/mod/page/view.php?id=77" in content
    assert "$@" not in content
    assert "https://else.example/mod/x" in content
    assert len([d for d in report.details if d.name == "From"]) == 2
    assert report.by_type["page"].adapted == 1


def test_tokens_between_the_tags_become_addresses_too(importing: Importing) -> None:
    builder = BackupBuilder()
    builder.section(None, summary="<p>See $@COURSEVIEWBYID*3@$!</p>")

    course = importing.course(importing.run(builder))

    assert course.sections[0].summary.html == f"<p>See /courses/{course.id}!</p>"


def test_conditions_refer_to_the_new_course_and_unknown_ones_are_listed(
    importing: Importing,
) -> None:
    builder = BackupBuilder()
    builder.parts["groups.xml"] = (
        b'<groups><group id="7"><name>Red</name></group><groupings><grouping id="8">'
        b"<name>All</name></grouping></groupings></groups>"
    )
    builder.section(None)
    tree = (
        '{"op":"|","show":false,"c":[{"type":"group","id":7},{"type":"grouping","id":8},'
        '{"op":"!&","c":[{"type":"completion","cm":500,"e":1}]},{"type":"odd","x":1}]}'
    )
    builder.activity("page", "Soil", availability=tree)

    report = importing.run(builder)

    (node,) = importing.course(report).activities
    (group,), (grouping,) = importing.rows(Group), importing.rows(Grouping)
    assert node.availability == {
        "op": "|",
        "show": False,
        "c": [
            {"type": "group", "id": group.id},
            {"type": "grouping", "id": grouping.id},
            {"op": "!&", "c": [{"type": "completion", "cm": node.id, "e": 1}]},
            {"type": "odd", "x": 1},
        ],
    }
    assert "odd" in {d.type for d in report.details if d.kind == "condition"}


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


def test_full_addresses_of_files_are_followed(importing: Importing) -> None:
    site = "https://old.example/moodle/pluginfile.php"
    builder = BackupBuilder()
    builder.section(None)
    addresses = (
        f"{site}/1500/mod_page/content/4/own.png",
        f"{site}/1501/mod_resource/content/9/x/site.html?embed=1",
        f"{site}/1501/mod_resource/content/9/nowhere.html",
        f"{site}/99/block_html/content/gone.png",
    )
    links = "".join(f'<a href="{address}">x</a>' for address in addresses)
    builder.activity("page", "From", {"content": f"<p>{links}</p>", "contentformat": 1})
    builder.file(PICTURE, 1500, "mod_page", "content", "own.png", mimetype="image/png")
    builder.activity("resource", "Site")
    builder.file(b"<p>", 1501, "mod_resource", "content", "site.html", path="/x/")

    report = importing.run(builder)

    content = importing.sample.seen[0].texts["content"]
    page, resource = importing.course(report).activities
    (own,) = [row for row in importing.rows(File) if row.name == "own.png"]
    assert content.count(f'"/sample/{resource.id}"') == 2
    assert (str(own.uid) in content, own.activity_id) == (True, page.id)
    assert "old.example" not in content
    assert [d.sentence() for d in report.details if d.name == "From"] == [
        "The file gone.png is not in the backup."
    ]


def test_groups_keep_their_names_apart_and_their_key_to_themselves(importing: Importing) -> None:
    builder = BackupBuilder(course={"defaultgroupingid": 9})
    builder.section(None)
    group = '<group id="{0}"><name>Red</name><enrolmentkey>secret</enrolmentkey></group>'
    builder.parts["groups.xml"] = (
        f"<groups>{group.format(1)}{group.format(2)}<groupings><grouping id='9'><name>All</name>"
        "<grouping_groups><grouping_group><groupid>2</groupid></grouping_group></grouping_groups>"
        "</grouping></groupings></groups>"
    ).encode()
    builder.activity("page", "Soil", groupmode=1, groupingid=9, completion=1, lang="fr")

    importing.run(builder)

    assert [row.name for row in importing.rows(Group)] == ["Red", "Red (2)"]
    assert {row.enrolment_key for row in importing.rows(Group)} == {""}
    (grouping,), (course,), (activity,) = map(importing.rows, (Grouping, Course, Activity))
    assert course.default_grouping_id == activity.grouping_id == grouping.id
    assert (activity.group_mode, activity.language) == ("separate", "fr")
    assert activity.completion["tracking"] == "manual"


def test_what_texts_of_the_course_lack_is_listed(importing: Importing) -> None:
    lost = '<p><img src="@@PLUGINFILE@@/lost.png" alt=""></p>'
    builder = BackupBuilder(course={"summary": lost, "startdate": 10**17})
    builder.section("One", summary=lost, number=1)

    report = importing.run(builder)

    assert {(d.kind, d.outcome.value) for d in report.details} == {
        ("section", "adapted"),
        ("course", "adapted"),
    }
    assert importing.rows(Course)[0].starts is None


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
