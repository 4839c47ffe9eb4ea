"""People come only when asked for, and nobody becomes more than the site allows."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from plugins.moodle_import.making.placeholders import PERSONAL
from plugins.moodle_import.models import WAITING_AREA
from plugins.moodle_import.tests.backups import BackupBuilder, raw
from updago.api.accounts import Person, PersonData, create_person
from updago.api.files import File
from updago.api.spaces import Enrolment, EnrolmentInstance, Group, GroupMember

if TYPE_CHECKING:
    from plugins.moodle_import.tests.conftest import Importing

ROLES = {1: "manager", 3: "editingteacher", 4: "teacher", 5: "student", 9: ""}


def user(number: int, **values: object) -> str:
    given: dict[str, object] = {
        "username": f"person{number}",
        "email": f"person{number}@example.invalid",
        "firstname": "Ada",
        "lastname": f"N{number}",
        "lang": "fr",
        **values,
    }
    fields = "".join(f"<{tag}>{value}</{tag}>" for tag, value in given.items())
    return f'<user id="{number}" contextid="{number}">{fields}</user>'


def with_people(roles: dict[int, int], *users: str, method: str = "manual") -> BackupBuilder:
    """A course with these people, each enrolled with the role id given for them."""
    builder = BackupBuilder()
    builder.section(None)
    post = (
        "<post id='{0}'><userid>{0}</userid><message>m</message>"
        "<messageformat>1</messageformat></post>"
    )
    posts = "".join(post.format(number) for number in roles)
    builder.activity(
        "forum",
        "Talk",
        {"discussions": raw(f"<discussion id='1'><posts>{posts}</posts></discussion>")},
    )
    definitions = "".join(
        f"<role id='{key}'><archetype>{name}</archetype></role>" for key, name in ROLES.items()
    )
    assignments = "".join(
        f"<assignment><roleid>{role}</roleid><userid>{number}</userid></assignment>"
        for number, role in roles.items()
    )
    enrolments = "".join(
        f"<enrolment><userid>{number}</userid><status>{number % 2}</status>"
        "<timestart>1700000000</timestart><timeend>1600000000</timeend></enrolment>"
        for number in roles
    )
    members = "".join(
        f"<group_member><userid>{number}</userid></group_member>" for number in (*roles, 77)
    )
    builder.parts |= {
        name: xml.encode()
        for name, xml in {
            "users.xml": f"<users>{''.join(users or map(user, roles))}</users>",
            "roles.xml": f"<roles_definition>{definitions}</roles_definition>",
            "course/roles.xml": "<roles><role_assignments>"
            f"{assignments}</role_assignments></roles>",
            "course/enrolments.xml": f"<enrolments><enrols><enrol id='1'><enrol>{method}</enrol>"
            f"<status>0</status><roleid>5</roleid><password>key</password>"
            f"<user_enrolments>{enrolments}</user_enrolments></enrol></enrols></enrolments>",
            "groups.xml": "<groups><group id='1'><name>Red</name><visibility>1</visibility>"
            f"<group_members>{members}</group_members></group></groups>",
            "gradebook.xml": "<gradebook/>",
        }.items()
    }
    return builder


def test_without_asking_nobody_is_made_and_nothing_about_them_is_kept(
    importing: Importing,
) -> None:
    importing.run(with_people({7: 5}))

    assert importing.rows(Person) == []
    assert importing.rows(Enrolment) == []
    assert importing.rows(GroupMember) == []
    assert [group.name for group in importing.rows(Group)] == ["Red"]
    (file,) = [f for f in importing.rows(File) if f.name == "course.zip"]
    data = b"".join(importing.site.files.read(file.sha256))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not set(archive.namelist()) & set(PERSONAL)
    assert importing.sample.seen[0].discussions == 0


def test_people_come_with_their_roles_groups_and_posts(importing: Importing) -> None:
    report = importing.run(with_people({7: 3, 8: 4, 9: 5}), with_people=True)

    people = {person.username: person for person in importing.rows(Person)}
    assert sorted(people) == ["person7", "person8", "person9"]
    assert (people["person7"].email, people["person7"].language) == (
        "person7@example.invalid",
        "fr",
    )
    enrolments = {row.person_id: row for row in importing.rows(Enrolment)}
    assert {name: enrolments[p.id].role for name, p in people.items()} == {
        "person7": "teacher",
        "person8": "assistant",
        "person9": "student",
    }
    assert {name: enrolments[p.id].state for name, p in people.items()} == {
        "person7": "suspended",
        "person8": "active",
        "person9": "suspended",
    }
    assert all(row.starts_at and not row.ends_at for row in enrolments.values())
    ids = {person.id for person in people.values()}
    assert {row.person_id for row in importing.rows(GroupMember)} == ids
    assert importing.rows(Group)[0].visibility == "members"
    assert importing.sample.seen[0].people == ids
    assert report.people.as_json()["kept"] == 3


@pytest.mark.parametrize(("role", "given"), [(1, "teacher"), (9, "student"), (99, "student")])
def test_an_archive_gives_nobody_more_than_a_teacher(
    role: int, given: str, importing: Importing
) -> None:
    importing.run(with_people({7: role}), with_people=True)

    assert [row.role for row in importing.rows(Enrolment)] == [given]


def test_importing_twice_takes_the_same_people(importing: Importing) -> None:
    importing.run(with_people({7: 5}), with_people=True)
    importing.run(with_people({7: 5}), with_people=True)

    assert len(importing.rows(Person)) == 1
    assert len(importing.rows(Enrolment)) == 2


@pytest.mark.parametrize("email", ["other@example.invalid", ""])
def test_a_username_of_someone_else_is_refused(email: str, importing: Importing) -> None:
    with importing.site.acting() as act:
        create_person(act, PersonData("person7", email, "Eve", "E"))

    report = importing.run(with_people({7: 5, 8: 5}), with_people=True)

    taken = next(row for row in importing.rows(Person) if row.username == "person7")
    assert taken.first_name == "Eve"
    assert taken.id not in {row.person_id for row in importing.rows(Enrolment)}
    assert importing.sample.seen[0].people == {
        None,
        next(row.id for row in importing.rows(Person) if row.username == "person8"),
    }
    (detail,) = [d for d in report.details if d.kind == "person"]
    assert (detail.name, detail.outcome.value) == ("person7", "refused")


def test_an_account_that_cannot_be_is_refused_and_the_rest_comes(importing: Importing) -> None:
    users = (user(7, username="é é"), user(8), user(9, deleted=1), user(10, lastname=""))

    report = importing.run(with_people({7: 5, 8: 5, 9: 5, 10: 5}, *users), with_people=True)

    assert sorted(row.username for row in importing.rows(Person)) == ["person10", "person8"]
    assert report.people.as_json()["refused"] == 1


def test_keys_are_not_taken_over_and_unknown_methods_become_manual(importing: Importing) -> None:
    importing.run(with_people({7: 5}, method="cohort"), with_people=True)

    (instance,) = importing.rows(EnrolmentInstance)
    assert instance.method == "manual"
    assert "key" not in json.dumps(instance.options)
    assert len(importing.rows(Enrolment)) == 1


def test_with_people_everything_about_them_is_kept(importing: Importing) -> None:
    importing.run(with_people({7: 5}), with_people=True)

    (file,) = [f for f in importing.rows(File) if f.name == "course.zip"]
    assert file.area == WAITING_AREA
    data = b"".join(importing.site.files.read(file.sha256))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "gradebook.xml" in archive.namelist()


def test_several_methods_and_strange_dates(importing: Importing) -> None:
    builder = with_people({7: 5})
    enrolment = (
        "<user_enrolments><enrolment><userid>{0}</userid><timestart>{1}</timestart></enrolment>"
    )
    builder.parts["course/enrolments.xml"] = (
        "<enrolments><enrols>"
        "<enrol id='1'><enrol>odd</enrol></enrol>"
        f"<enrol id='2'><enrol>cohort</enrol>{enrolment.format(7, 10**17)}"
        "</user_enrolments></enrol>"
        f"<enrol id='3'><enrol>manual</enrol>{enrolment.format(99, 0)}</user_enrolments></enrol>"
        "</enrols></enrolments>"
    ).encode()

    importing.run(builder, with_people=True)

    assert [row.method for row in importing.rows(EnrolmentInstance)] == ["manual"]
    assert [row.starts_at for row in importing.rows(Enrolment)] == [None]


def test_a_member_of_a_group_who_is_not_enrolled_is_listed(importing: Importing) -> None:
    builder = with_people({7: 5})
    del builder.parts["course/enrolments.xml"]

    report = importing.run(builder, with_people=True)

    assert [d.name for d in report.details if d.kind == "member"] == ["Red: 7"]
    assert [row.method for row in importing.rows(EnrolmentInstance)] == ["manual"]


def test_links_to_discussions_lead_to_the_new_ones(importing: Importing) -> None:
    builder = with_people({7: 5})
    link = '<a href="$@FORUMDISCUSSIONVIEW*1@$">x</a>'
    builder.activity("page", "From", {"content": link, "contentformat": 1})

    importing.run(builder, with_people=True)

    (page,) = [seen for seen in importing.sample.seen if seen.record.type == "page"]
    assert 'href="/sample/discussions/1"' in page.texts["content"]
