"""People, groups, enrolments and roles of a backup."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from plugins.moodle_import.reading.course import single
from plugins.moodle_import.reading.records import (
    Enrolment,
    EnrolmentMethod,
    Group,
    Grouping,
    Person,
    RoleAssignment,
)
from plugins.moodle_import.reading.values import flag, line, number, rich, text, whole
from plugins.moodle_import.reading.xmlsafe import stream
from plugins.moodle_import.unpack.archive import Archive


def read_people(archive: Archive) -> Iterator[Person]:
    """users.xml, one person at a time; nothing when the backup was made without people."""
    entry = archive.get("users.xml")
    if entry is None:
        return
    with entry.open() as source:
        for node in stream(source, ("users/user",), ("preferences/preference",)):
            yield Person(
                id=whole(node.get("id")),
                context_id=whole(node.get("contextid")),
                username=line(node, "username"),
                id_number=line(node, "idnumber"),
                email=line(node, "email"),
                first_name=line(node, "firstname"),
                last_name=line(node, "lastname"),
                language=line(node, "lang"),
                time_zone=line(node, "timezone"),
                auth=line(node, "auth"),
                deleted=flag(node, "deleted"),
            )


def read_groups(archive: Archive) -> Iterator[Group | Grouping]:
    """groups.xml: the groups first, then the groupings that refer to them."""
    entry = archive.get("groups.xml")
    if entry is None:
        return
    with entry.open() as source:
        for node in stream(source, ("groups/group", "groupings/grouping")):
            yield _group(node) if node.tag == "group" else _grouping(node)


def read_enrolments(archive: Archive) -> Iterator[EnrolmentMethod]:
    """course/enrolments.xml: each method with the people who came by it."""
    entry = archive.get("course/enrolments.xml")
    if entry is None:
        return
    with entry.open() as source:
        for node in stream(source, ("enrols/enrol",)):
            yield _method(node)


def read_roles(archive: Archive) -> dict[int, str]:
    """roles.xml: the archetype of each role that the backup uses, by id."""
    entry = archive.get("roles.xml")
    if entry is None:
        return {}
    root = single(entry, "roles_definition")
    return {
        whole(node.get("id")): line(node, "archetype") or line(node, "shortname")
        for node in root.iterfind("role")
    }


def read_role_assignments(archive: Archive) -> Iterator[RoleAssignment]:
    """course/roles.xml: who has which role in the course."""
    entry = archive.get("course/roles.xml")
    if entry is None:
        return
    with entry.open() as source:
        for node in stream(source, ("role_assignments/assignment",)):
            yield RoleAssignment(number(node, "roleid"), number(node, "userid"))


def _group(node: etree._Element) -> Group:
    return Group(
        id=whole(node.get("id")),
        name=line(node, "name"),
        id_number=line(node, "idnumber"),
        description=rich(node, "description", "descriptionformat"),
        enrolment_key=text(node, "enrolmentkey"),
        visibility=number(node, "visibility"),
        participation=flag(node, "participation", default=True),
        members=tuple(
            (number(member, "userid"), number(member, "timeadded"))
            for member in node.iterfind("group_members/group_member")
        ),
    )


def _grouping(node: etree._Element) -> Grouping:
    return Grouping(
        id=whole(node.get("id")),
        name=line(node, "name"),
        id_number=line(node, "idnumber"),
        description=rich(node, "description", "descriptionformat"),
        group_ids=tuple(
            number(member, "groupid") for member in node.iterfind("grouping_groups/grouping_group")
        ),
    )


def _method(node: etree._Element) -> EnrolmentMethod:
    return EnrolmentMethod(
        id=whole(node.get("id")),
        method=line(node, "enrol"),
        enabled=not flag(node, "status"),
        name=line(node, "name"),
        role_id=number(node, "roleid"),
        password=text(node, "password"),
        starts=number(node, "enrolstartdate"),
        ends=number(node, "enrolenddate"),
        period=number(node, "enrolperiod"),
        enrolments=tuple(
            Enrolment(
                person_id=number(member, "userid"),
                active=not flag(member, "status"),
                starts=number(member, "timestart"),
                ends=number(member, "timeend"),
            )
            for member in node.iterfind("user_enrolments/enrolment")
        ),
    )
