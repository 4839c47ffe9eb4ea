"""Texts, files, links, groups and conditions of a backup fit the new course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plugins.moodle_import.models import WAITING_AREA
from plugins.moodle_import.tests.backups import BackupBuilder, raw
from plugins.moodle_import.tests.samples import PICTURE
from updago.api.files import File
from updago.api.spaces import Activity, Course, Group, Grouping

if TYPE_CHECKING:
    from plugins.moodle_import.tests.conftest import Importing


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
        '{"op":"!&","c":[{"type":"completion","cm":500,"e":1}]},{"type":"odd","x":1},{"type":"group","id":[]}]}'
    )
    builder.activity("page", "Soil", availability=tree)

    report = importing.run(builder)

    (node,) = importing.course(report).activities
    (group,), (grouping,) = importing.rows(Group), importing.rows(Grouping)
    assert node.availability == {
        "op": "|",
        "show": False,
        "c": [
            {"type": "group", "id": group.id, "name": "Red"},
            {"type": "grouping", "id": grouping.id, "name": "All"},
            {"op": "!&", "c": [{"type": "completion", "cm": node.id, "e": 1}]},
            {"type": "odd", "x": 1},
            {"type": "group", "id": 0},
        ],
    }
    assert "odd" in {d.type for d in report.details if d.kind == "condition"}


def test_the_grouping_of_the_activity_itself_is_named(importing: Importing) -> None:
    builder = BackupBuilder()
    builder.parts["groups.xml"] = (
        b'<groups><groupings><grouping id="8"><name>All</name></grouping></groupings></groups>'
    )
    builder.section(None)
    tree = '{"op":"&","showc":[true],"c":[{"type":"grouping","activity":true}]}'
    builder.activity("page", "Soil", availability=tree, groupingid=8)

    report = importing.run(builder)

    (node,), (grouping,) = importing.course(report).activities, importing.rows(Grouping)
    assert node.availability is not None
    (condition,) = node.availability["c"]
    assert condition == {"type": "grouping", "id": grouping.id, "name": "All"}


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
