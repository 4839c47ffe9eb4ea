"""The course, its sections, and what its activities have in common."""

from __future__ import annotations

from lxml import etree

from plugins.moodle_import.errors import Damaged
from plugins.moodle_import.reading.conditions import read_conditions
from plugins.moodle_import.reading.records import (
    ActivityRef,
    Course,
    Info,
    Module,
    Section,
    SectionRef,
)
from plugins.moodle_import.reading.values import (
    flag,
    line,
    number,
    numbers,
    rich,
    tags,
    text,
    whole,
)
from plugins.moodle_import.reading.xmlsafe import stream
from plugins.moodle_import.unpack.archive import Archive, Entry
from updago.api.i18n import _

_OPTIONS = ("hiddensections", "coursedisplay", "numsections")


def read_course(archive: Archive, info: Info) -> Course:
    """course/course.xml, or what the list of contents says where the backup has no course."""
    entry = archive.get("course/course.xml")
    if entry is None:
        return Course(
            id=info.course_id,
            context_id=info.course_context_id,
            short_name=info.short_name,
            full_name=info.full_name,
            starts=info.starts,
        )
    return _course(single(entry, "course"))


def read_section(archive: Archive, ref: SectionRef) -> Section:
    """One section; raises Damaged when its file is missing."""
    entry = archive.get(f"{ref.directory}/section.xml")
    if entry is None:
        raise missing(f"{ref.directory}/section.xml")
    node = single(entry, "section")
    return Section(
        id=whole(node.get("id")),
        number=number(node, "number"),
        name=line(node, "name"),
        summary=rich(node, "summary", "summaryformat"),
        sequence=numbers(node, "sequence"),
        visible=flag(node, "visible", default=True),
        availability=read_conditions(node, "availabilityjson"),
        component=line(node, "component"),
    )


def read_module(archive: Archive, ref: ActivityRef) -> Module:
    """module.xml of one activity; raises Damaged when it is missing."""
    entry = archive.get(f"{ref.directory}/module.xml")
    if entry is None:
        raise missing(f"{ref.directory}/module.xml")
    node = single(entry, "module")
    grade_item = text(node, "completiongradeitemnumber")
    return Module(
        id=whole(node.get("id")),
        type=line(node, "modulename"),
        section_id=number(node, "sectionid"),
        section_number=number(node, "sectionnumber"),
        id_number=line(node, "idnumber"),
        visible=flag(node, "visible", default=True),
        on_course_page=flag(node, "visibleoncoursepage", default=True),
        indent=max(0, number(node, "indent")),
        group_mode=number(node, "groupmode"),
        grouping_id=number(node, "groupingid"),
        completion=number(node, "completion"),
        completion_view=flag(node, "completionview"),
        completion_grade_item=whole(grade_item) if grade_item else None,
        completion_pass_grade=flag(node, "completionpassgrade"),
        completion_expected=number(node, "completionexpected"),
        availability=read_conditions(node, "availability"),
        show_description=flag(node, "showdescription"),
        language=line(node, "lang"),
        tags=tags(node),
    )


def single(entry: Entry, root: str) -> etree._Element:
    """The root element of a small file; raises Damaged when it has another name."""
    with entry.open() as source:
        for node in stream(source, (root,)):
            if node.getparent() is None:
                return node
    raise missing(entry.name)


def missing(name: str) -> Damaged:
    """The refusal of a backup that lists something it does not hold."""
    return Damaged(_("The backup lacks a part of ${name}. Make the backup again."), {"name": name})


def _course(node: etree._Element) -> Course:
    return Course(
        id=whole(node.get("id")),
        context_id=whole(node.get("contextid")),
        short_name=line(node, "shortname"),
        full_name=line(node, "fullname"),
        id_number=line(node, "idnumber"),
        summary=rich(node, "summary", "summaryformat"),
        format=line(node, "format"),
        options=_options(node),
        marker=number(node, "marker"),
        starts=number(node, "startdate"),
        ends=number(node, "enddate"),
        visible=flag(node, "visible", default=True),
        language=line(node, "lang"),
        group_mode=number(node, "groupmode"),
        group_mode_forced=flag(node, "groupmodeforce"),
        default_grouping_id=number(node, "defaultgroupingid"),
        completion=flag(node, "enablecompletion"),
        max_bytes=number(node, "maxbytes"),
        category=line(node, "category/name"),
        tags=tags(node),
    )


def _options(node: etree._Element) -> dict[str, str]:
    """Options of the course format; before Moodle 2.4 they were fields of the course."""
    options = {tag: line(node, tag) for tag in _OPTIONS if node.find(tag) is not None}
    for option in node.iterfind("courseformatoptions/courseformatoption"):
        if number(option, "sectionid") == 0:
            options[line(option, "name")] = text(option, "value")
    return options
