"""What a backup says is what the records say."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from plugins.moodle_import import errors
from plugins.moodle_import.reading import filelist
from plugins.moodle_import.reading.backup import read_backup
from plugins.moodle_import.reading.records import Group, Grouping
from plugins.moodle_import.tests import packs
from plugins.moodle_import.tests.backups import BackupBuilder, raw
from plugins.moodle_import.unpack.archive import open_archive


def refuse(pairs: list[tuple[str, bytes]], workspace: Path) -> str:
    with (
        pytest.raises(errors.UnknownFormat) as caught,
        open_archive(io.BytesIO(packs.zip_of(pairs)), workspace) as archive,
    ):
        read_backup(archive)
    return str(caught.value)


def test_other_archives_are_refused_each_with_its_sentence(tmp_path: Path) -> None:
    former = refuse([("moodle.xml", b"<MOODLE_BACKUP/>")], tmp_path)
    cartridge = refuse([("imsmanifest.xml", b"<manifest/>")], tmp_path)
    other = refuse([("readme.txt", b"hello")], tmp_path)

    assert "Moodle 1.9" in former
    assert "Common Cartridge" in cartridge
    assert len({former, cartridge, other}) == 3


@pytest.mark.parametrize("detail", ["<format>moodle1</format>", "<type>site</type>", ""])
def test_a_backup_of_something_else_is_refused(detail: str, tmp_path: Path) -> None:
    builder = BackupBuilder(information={"details": raw(f"<detail>{detail}</detail>")})

    assert "no course" in refuse(builder.pairs(), tmp_path)


def test_a_course_carries_its_settings(tmp_path: Path) -> None:
    builder = BackupBuilder(
        course={
            "idnumber": "X1",
            "summary": "<p>é</p>",
            "summaryformat": 0,
            "startdate": 5,
            "enddate": 6,
            "visible": 0,
            "lang": "fr",
            "groupmode": 2,
            "groupmodeforce": 1,
            "enablecompletion": 1,
            "category": raw("<name>Botany</name>"),
            "tags": raw("<tag><name>a</name><rawname>A</rawname></tag>"),
            "coursedisplay": 1,
            "courseformatoptions": raw(
                "<courseformatoption><sectionid>0</sectionid><name>hiddensections</name>"
                "<value>1</value></courseformatoption>"
            ),
        }
    )
    with builder.opened(tmp_path) as backup:
        course = backup.course()

    assert (course.id, course.context_id, course.id_number) == (3, 30, "X1")
    assert (course.summary.source, course.summary.format) == ("<p>é</p>", 0)
    assert (course.starts, course.ends, course.visible, course.language) == (5, 6, False, "fr")
    assert (course.group_mode, course.group_mode_forced, course.completion) == (2, True, True)
    assert (course.category, course.tags) == ("Botany", ("A",))
    assert course.options == {"coursedisplay": "1", "hiddensections": "1"}


def test_a_backup_of_one_activity_has_a_course_by_name_only(tmp_path: Path) -> None:
    builder = BackupBuilder(kind="activity")
    builder.activity("page", "Only")
    with builder.opened(tmp_path) as backup:
        assert backup.info.kind == "activity"
        assert backup.course().full_name == "Alpine flowers"
        assert backup.course().starts == 1_700_000_000
        assert backup.sections() == []


def test_sections_come_in_their_order_with_their_sequence(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.section("Last", number=9, visible=0, component="mod_subsection")
    first = builder.activity("page", "One")
    builder.section(None, number=0)
    with builder.opened(tmp_path) as backup:
        general, last = backup.sections()

    assert (general.number, general.name, general.sequence) == (0, "", ())
    assert (last.name, last.visible, last.sequence) == ("Last", False, (first,))
    assert last.component == "mod_subsection"


def test_a_module_carries_what_all_activities_share(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.section()
    tree = '{"op":"&","c":[{"type":"date","d":">=","t":7}],"showc":[true]}'
    builder.activity(
        "page",
        "One",
        visibleoncoursepage=0,
        indent=2,
        groupmode=1,
        completion=2,
        completionview=1,
        completiongradeitemnumber=0,
        availability=tree,
        showdescription=1,
        idnumber=" a  b ",
        lang=None,
    )
    builder.activity(
        "page",
        "Two",
        visible=0,
        completiongradeitemnumber=None,
        availability='{"op":"&","c":[],"showc":[]}',
    )
    with builder.opened(tmp_path) as backup:
        one, two = [backup.module(ref) for ref in backup.info.activities]

    assert (one.visible, one.on_course_page, one.indent) == (True, False, 2)
    assert (one.group_mode, one.completion, one.completion_view) == (1, 2, True)
    assert (one.completion_grade_item, one.show_description) == (0, True)
    assert (one.id_number, one.language) == ("a b", "")
    assert one.availability == {
        "op": "&",
        "c": [{"type": "date", "d": ">=", "t": 7}],
        "showc": [True],
    }
    assert (two.visible, two.completion_grade_item, two.availability) == (False, None, None)


def test_the_columns_before_conditions_become_conditions(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.section()
    builder.activity(
        "page",
        "One",
        availablefrom=10,
        availableuntil=20,
        showavailability=1,
        groupingid=4,
        groupmembersonly=1,
        availability_info=raw(
            "<availability><sourcecmid>5</sourcecmid><requiredcompletion>2</requiredcompletion>"
            "<gradeitemid>$@NULL@$</gradeitemid></availability>"
            "<availability><sourcecmid>$@NULL@$</sourcecmid><gradeitemid>3</gradeitemid>"
            "<grademin>75.00000</grademin><grademax>$@NULL@$</grademax></availability>"
            "<availability_field><userfield>email</userfield><operator>contains</operator>"
            "<value>@</value><customfield>$@NULL@$</customfield></availability_field>"
        ),
    )
    builder.activity("page", "Two", groupmembersonly=1)
    with builder.opened(tmp_path) as backup:
        one, two = [backup.module(ref).availability for ref in backup.info.activities]

    assert one == {
        "op": "&",
        "c": [
            {"type": "date", "d": ">=", "t": 10},
            {"type": "date", "d": "<", "t": 20},
            {"type": "grouping", "id": 4},
            {"type": "completion", "cm": 5, "e": 2},
            {"type": "grade", "id": 3, "min": 75.0},
            {"type": "profile", "sf": "email", "op": "contains", "v": "@"},
        ],
        "showc": [True] * 6,
    }
    assert two == {"op": "&", "c": [{"type": "group"}], "showc": [False]}


def test_an_activity_is_plain_values_and_lists_that_are_read_when_walked(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.section()
    posts = "".join(
        f'<post id="{number}"><subject>S{number}</subject><ratings/></post>' for number in (1, 2)
    )
    builder.activity(
        "forum",
        "Talk",
        {
            "type": "general",
            "scale": None,
            "subscriptions": raw("\n  "),
            "discussions": raw(
                f'<discussion id="7"><name>A &amp; B</name><posts>{posts}</posts></discussion>'
                '<discussion id="8"><name/><posts></posts></discussion>'
            ),
        },
    )
    with builder.opened(tmp_path) as backup:
        data = backup.activity(backup.info.activities[0])
        discussions = list(data.values["discussions"])
        again = list(data.values["discussions"])

    assert (data.context_id, data.instance_id) == (1500, 507)
    assert (data.values["type"], data.values["scale"]) == ("general", None)
    assert data.values["subscriptions"] == ""
    assert (
        again
        == discussions
        == [
            {
                "id": "7",
                "name": "A & B",
                "posts": [
                    {"id": "1", "subject": "S1", "ratings": ""},
                    {"id": "2", "subject": "S2", "ratings": ""},
                ],
            },
            {"id": "8", "name": "", "posts": ""},
        ]
    )


def test_an_activity_without_its_file_is_damaged(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.section()
    builder.activity("page", "One")
    builder.activity("label", "Two")
    builder.parts["activities/page_500/page.xml"] = builder.parts["activities/label_501/label.xml"]
    del builder.parts["activities/label_501/label.xml"]
    del builder.parts["activities/label_501/module.xml"]
    with builder.opened(tmp_path) as backup:
        one, two = backup.info.activities
        for read in (
            lambda: backup.activity(one),
            lambda: backup.activity(two),
            lambda: backup.module(two),
        ):
            with pytest.raises(errors.Damaged):
                read()
        assert backup.sources(two) == []


@pytest.mark.parametrize("number", ["x", "1.5", "9" * 19, "--1"])
def test_a_number_that_is_none_is_damage(number: str, tmp_path: Path) -> None:
    builder = BackupBuilder(course={"visible": number})
    with builder.opened(tmp_path) as backup, pytest.raises(errors.Damaged):
        backup.course()


@pytest.mark.parametrize(
    "tree",
    [
        "{",
        "[]",
        "7",
        "[" * 50_000,
        " " * 200_000 + "{}",
        '{"op":"&","c":' * 60 + "[]" + "}" * 60,
        '{"op":"&","c":[{"op":"&","c":[7]}]}',
        '{"op":"&","c":[' * 60 + "]}" * 60,
        '{"op":"&","c":[{"type":"date","t":1e999}]}',
        '{"op":"&","c":[{"type":"date","t":NaN}]}',
    ],
)
def test_a_condition_that_is_none_is_damage(tree: str, tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.section(availabilityjson=tree)
    with builder.opened(tmp_path) as backup, pytest.raises(errors.Damaged):
        backup.sections()


def test_files_are_found_by_where_they_belong(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.file(b"b", 1500, "mod_page", "content", "b.txt", sortorder=1)
    builder.file(b"a", 1500, "mod_page", "content", "a.txt", path="/x/")
    builder.file(b"", 1500, "mod_page", "content", ".")
    absent = builder.file(b"gone", 1500, "mod_page", "intro", "c.txt", present=False)
    builder.file(b"d", 1501, "mod_page", "content", "d.txt")
    with builder.opened(tmp_path) as backup:
        content = backup.files.area(1500, "mod_page", "content", 0)
        names = [record.path + record.name for record in content]
        assert names == ["/x/a.txt", "/b.txt"]
        entry = content[0].entry
        assert entry is not None
        assert entry.sha1() == content[0].content_hash
        assert [r.name for r in backup.files_of(1500)] == ["b.txt", "a.txt", "c.txt"]
        (gone,) = backup.files.area(1500, "mod_page", "intro", 0)
        assert (gone.entry, gone.content_hash, gone.size) == (None, absent, 4)
        assert len(backup.files.records) == 4


def test_an_address_of_a_file_must_be_one(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.file(b"x", 1, "a", "b", "c", contenthash="../../etc/passwd")
    with pytest.raises(errors.Damaged), builder.opened(tmp_path):
        pass


def test_a_list_of_files_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filelist, "MAX_RECORDS", 2)
    builder = BackupBuilder()
    for number in range(3):
        builder.file(b"%d" % number, 1, "a", "b", "c")
    with pytest.raises(errors.TooLarge), builder.opened(tmp_path):
        pass


PEOPLE = {
    "users.xml": '<users><user id="7" contextid="70"><username>ada</username>'
    "<email>ada@example.invalid</email><firstname>Ada</firstname><lastname>L</lastname>"
    "<deleted>0</deleted><preferences><preference id='1'><name>x</name></preference>"
    "</preferences></user></users>",
    "groups.xml": '<groups><group id="1"><name>Red</name><idnumber>r</idnumber>'
    "<visibility>1</visibility><participation>0</participation><group_members>"
    "<group_member><userid>7</userid><timeadded>9</timeadded></group_member></group_members>"
    '</group><groupings><grouping id="2"><name>All</name><grouping_groups><grouping_group>'
    "<groupid>1</groupid></grouping_group></grouping_groups></grouping></groupings></groups>",
    "roles.xml": '<roles_definition><role id="5"><shortname>eleve</shortname>'
    "<archetype>student</archetype></role><role id='9'><shortname>own</shortname><archetype/>"
    "</role></roles_definition>",
    "course/roles.xml": "<roles><role_overrides/><role_assignments><assignment><roleid>5</roleid>"
    "<userid>7</userid></assignment></role_assignments></roles>",
    "course/enrolments.xml": '<enrolments><enrols><enrol id="3"><enrol>self</enrol>'
    "<status>1</status><roleid>5</roleid><password>key</password><user_enrolments><enrolment>"
    "<status>1</status><userid>7</userid><timestart>1</timestart><timeend>2</timeend>"
    "</enrolment></user_enrolments></enrol></enrols></enrolments>",
}


def test_people_groups_roles_and_enrolments(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.parts |= {name: xml.encode() for name, xml in PEOPLE.items()}
    with builder.opened(tmp_path) as backup:
        (person,) = backup.people()
        group, grouping = backup.groups()
        (method,) = backup.enrolments()
        (assignment,) = backup.role_assignments()
        roles = backup.roles()

    assert (person.id, person.username, person.first_name) == (7, "ada", "Ada")
    assert isinstance(group, Group)
    assert (group.name, group.id_number, group.members) == ("Red", "r", ((7, 9),))
    assert (group.visibility, group.participation) == (1, False)
    assert isinstance(grouping, Grouping)
    assert (grouping.name, grouping.group_ids) == ("All", (1,))
    assert (method.method, method.enabled, method.password) == ("self", False, "key")
    assert [(e.person_id, e.active, e.starts, e.ends) for e in method.enrolments] == [
        (7, False, 1, 2)
    ]
    assert (assignment.role_id, assignment.person_id) == (5, 7)
    assert roles == {5: "student", 9: "own"}


def test_a_backup_without_people_has_none(tmp_path: Path) -> None:
    with BackupBuilder().opened(tmp_path) as backup:
        assert list(backup.people()) == []
        assert list(backup.groups()) == []
        assert list(backup.enrolments()) == []
        assert list(backup.role_assignments()) == []
        assert backup.roles() == {}


def test_a_section_that_is_listed_must_be_there(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.section("One")
    pairs = [(name, data) for name, data in builder.pairs() if "section.xml" not in name]
    other = [*pairs, ("sections/section_100/section.xml", b"<other><section/></other>")]
    for damaged in (pairs, other):
        with (
            open_archive(io.BytesIO(packs.zip_of(damaged)), tmp_path) as archive,
            pytest.raises(errors.Damaged),
        ):
            read_backup(archive).sections()


def test_a_list_of_contents_must_hold_one(tmp_path: Path) -> None:
    data = packs.zip_of([("moodle_backup.xml", b"<moodle_backup/>")])
    with open_archive(io.BytesIO(data), tmp_path) as archive, pytest.raises(errors.Damaged):
        read_backup(archive)


def test_a_backup_without_a_list_of_files_has_none(tmp_path: Path) -> None:
    pairs = [pair for pair in BackupBuilder().pairs() if pair[0] != "files.xml"]
    with open_archive(io.BytesIO(packs.zip_of(pairs)), tmp_path) as archive:
        assert read_backup(archive).files.records == []


def test_lists_of_plain_values_are_lists_of_texts(tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.section()
    builder.activity("page", "One", {"words": raw("<word>a</word><word>$@NULL@$</word>")})
    with builder.opened(tmp_path) as backup:
        assert list(backup.activity(backup.info.activities[0]).values["words"]) == ["a", None]


@pytest.mark.parametrize(
    "place",
    [
        {"path": "/../x/"},
        {"path": "x/"},
        {"path": "/x"},
        {"path": f"/{'x' * 300}/"},
        {"name": "x" * 300},
        {"name": ""},
    ],
)
def test_a_stored_file_must_lie_inside_its_area(place: dict[str, str], tmp_path: Path) -> None:
    builder = BackupBuilder()
    builder.file(b"x", 1, "a", "b", place.get("name", "c"), path=place.get("path", "/"))
    with pytest.raises(errors.Damaged), builder.opened(tmp_path):
        pass
