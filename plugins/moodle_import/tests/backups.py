"""Builds small Moodle backups for the tests."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from plugins.moodle_import.reading.backup import Backup, read_backup
from plugins.moodle_import.tests import packs
from plugins.moodle_import.unpack.archive import open_archive

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
Values = Mapping[str, object]


def fields(values: Values) -> str:
    """Elements of escaped text; a value that begins with ``<`` and ends with ``>`` and is marked
    ``raw`` by a leading tab is XML already."""
    return "".join(f"<{tag}>{_content(value)}</{tag}>" for tag, value in values.items())


def raw(xml: str) -> str:
    return f"\t{xml}"


def _content(value: object) -> str:
    if value is None:
        return "$@NULL@$"
    text = str(value)
    return text[1:] if text.startswith("\t") else escape(text, quote=False)


@dataclass(slots=True)
class BackupBuilder:
    """A backup of a course that grows by sections, activities, files and people."""

    kind: str = "course"
    course: Values = field(default_factory=dict)
    information: Values = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    sections: list[tuple[int, dict[str, object]]] = field(default_factory=list)
    activities: list[tuple[int, int, str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def section(self, name: str | None = "", **values: object) -> int:
        """Add a section and return its id."""
        section_id = 100 + len(self.sections)
        given: dict[str, object] = {"number": len(self.sections), "name": name, **values}
        self.sections.append((section_id, given))
        return section_id

    def activity(
        self, kind: str, name: str, content: Values | None = None, **module: object
    ) -> int:
        """Add an activity to the last section; its id, its context being the id plus 1000."""
        module_id = 500 + len(self.activities)
        section_id = self.sections[-1][0] if self.sections else 100
        folder = f"activities/{kind}_{module_id}"
        shared = {"modulename": kind, "sectionid": section_id, "visible": 1, **module}
        own = {"name": name, "intro": "", "introformat": 1, **(content or {})}
        self.activities.append((module_id, section_id, kind, name))
        self.parts[f"{folder}/module.xml"] = _xml(
            f'<module id="{module_id}" version="1">{fields(shared)}</module>'
        )
        self.parts[f"{folder}/{kind}.xml"] = _xml(
            f'<activity id="{module_id + 7}" moduleid="{module_id}" modulename="{kind}" '
            f'contextid="{module_id + 1000}">'
            f'<{kind} id="{module_id + 7}">{fields(own)}</{kind}></activity>'
        )
        return module_id

    def file(
        self,
        content: bytes,
        context: int,
        component: str,
        area: str,
        name: str,
        *,
        path: str = "/",
        item: int = 0,
        present: bool = True,
        **values: object,
    ) -> str:
        """Add a stored file; its content is left out unless ``present``. Returns its SHA-1."""
        content_hash = hashlib.sha1(content).hexdigest()
        row = {
            "contenthash": content_hash,
            "contextid": context,
            "component": component,
            "filearea": area,
            "itemid": item,
            "filepath": path,
            "filename": name,
            "filesize": len(content),
            "mimetype": "text/plain",
            "sortorder": 0,
            **values,
        }
        self.files.append(f'<file id="{len(self.files) + 1}">{fields(row)}</file>')
        if present:
            self.parts[f"files/{content_hash[:2]}/{content_hash}"] = content
        return content_hash

    def pairs(self) -> list[tuple[str, bytes]]:
        """Names and contents of the archive's files."""
        return [
            ("moodle_backup.xml", self._overview()),
            ("files.xml", _xml(f"<files>{''.join(self.files)}</files>")),
            *([("course/course.xml", self._course())] if self.kind == "course" else []),
            *self._sections(),
            *self.parts.items(),
        ]

    def _overview(self) -> bytes:
        sections = "".join(
            f"<section><sectionid>{section_id}</sectionid><title/>"
            f"<directory>sections/section_{section_id}</directory></section>"
            for section_id, _ in self.sections
        )
        activities = "".join(
            f"<activity><moduleid>{module_id}</moduleid><sectionid>{section_id}</sectionid>"
            f"<modulename>{kind}</modulename><title>{escape(name)}</title>"
            f"<directory>activities/{kind}_{module_id}</directory></activity>"
            for module_id, section_id, kind, name in self.activities
        )
        information = {
            "moodle_release": "4.5.1 (Build: 20250101)",
            "original_wwwroot": "https://old.example/moodle",
            "original_course_id": 3,
            "original_course_contextid": 30,
            "original_course_fullname": "Alpine flowers",
            "original_course_shortname": "ALP",
            "original_course_startdate": 1_700_000_000,
            "details": raw(f"<detail><type>{self.kind}</type><format>moodle2</format></detail>"),
            "contents": raw(
                f"<activities>{activities}</activities><sections>{sections}</sections>"
            ),
            **self.information,
        }
        return _xml(
            f"<moodle_backup><information>{fields(information)}</information></moodle_backup>"
        )

    def _course(self) -> bytes:
        values = {
            "shortname": "ALP",
            "fullname": "Alpine flowers",
            "summary": "",
            "summaryformat": 1,
            "format": "topics",
            "visible": 1,
            **self.course,
        }
        return _xml(f'<course id="3" contextid="30">{fields(values)}</course>')

    def _sections(self) -> Iterator[tuple[str, bytes]]:
        for section_id, given in self.sections:
            inside = [str(row[0]) for row in self.activities if row[1] == section_id]
            values = {"summary": "", "summaryformat": 1, "sequence": ",".join(inside), **given}
            xml = f'<section id="{section_id}">{fields(values)}</section>'
            yield f"sections/section_{section_id}/section.xml", _xml(xml)

    @contextmanager
    def opened(self, workspace: Path) -> Iterator[Backup]:
        """The backup, packed and read again."""
        with open_archive(io.BytesIO(packs.tgz_of(self.pairs())), workspace) as archive:
            yield read_backup(archive)


def _xml(body: str) -> bytes:
    return (HEAD + body).encode()
