"""moodle_backup.xml: which backup this is, and whether it is one that can be read."""

from __future__ import annotations

from lxml import etree

from plugins.moodle_import.errors import Damaged, UnknownFormat
from plugins.moodle_import.reading.records import ActivityRef, Info, SectionRef
from plugins.moodle_import.reading.values import line, number
from plugins.moodle_import.reading.xmlsafe import stream
from plugins.moodle_import.unpack.archive import Archive
from updago.api.i18n import _

NAME = "moodle_backup.xml"

_KINDS = ("course", "section", "activity")


def read_overview(archive: Archive) -> Info:
    """The information block; raises UnknownFormat for every other kind of archive."""
    entry = archive.get(NAME)
    if entry is None:
        raise _foreign(archive)
    with entry.open() as source:
        for node in stream(source, ("moodle_backup/information",)):
            return _info(node)
    raise Damaged("The backup has no list of contents. Make the backup again, then import it.")


def _foreign(archive: Archive) -> UnknownFormat:
    if archive.get("moodle.xml"):
        return UnknownFormat(
            _("This is a Moodle 1.9 backup. Only backups of Moodle 2 and newer can be imported.")
        )
    if archive.get("imsmanifest.xml"):
        return UnknownFormat(
            _("This is a Common Cartridge or another IMS package. Choose a Moodle backup (.mbz).")
        )
    return UnknownFormat(_("This archive holds no course. Choose a Moodle backup (.mbz)."))


def _info(node: etree._Element) -> Info:
    kind = line(node, "details/detail/type")
    if line(node, "details/detail/format") != "moodle2" or kind not in _KINDS:
        raise UnknownFormat(
            "This archive holds no course, section or activity. Choose a course backup (.mbz)."
        )
    return Info(
        release=line(node, "moodle_release") or line(node, "backup_release"),
        kind=kind,
        wwwroot=line(node, "original_wwwroot").rstrip("/"),
        course_id=number(node, "original_course_id"),
        course_context_id=number(node, "original_course_contextid"),
        full_name=line(node, "original_course_fullname"),
        short_name=line(node, "original_course_shortname"),
        starts=number(node, "original_course_startdate"),
        sections=tuple(_section(item) for item in node.iterfind("contents/sections/section")),
        activities=tuple(_activity(item) for item in node.iterfind("contents/activities/activity")),
    )


def _section(node: etree._Element) -> SectionRef:
    return SectionRef(number(node, "sectionid"), line(node, "title"), line(node, "directory"))


def _activity(node: etree._Element) -> ActivityRef:
    return ActivityRef(
        module_id=number(node, "moduleid"),
        section_id=number(node, "sectionid"),
        type=line(node, "modulename"),
        title=line(node, "title"),
        directory=line(node, "directory"),
    )
