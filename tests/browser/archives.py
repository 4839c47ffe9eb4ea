"""Moodle backups read with the standard library alone: what a student must find again."""

from __future__ import annotations

import os
import re
import tarfile
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

FOLDER = Path(os.environ.get("UPDAGO_FIXTURES", Path(__file__).parents[3] / "shared/fixtures"))
LARGE = 1_000_000
LARGE_FILES = sorted(p for p in FOLDER.glob("mbz/*.mbz") if p.stat().st_size > LARGE)
EMBEDDED = re.compile(r"@@PLUGINFILE@@(/[^\"'?#<>\s]+)")
# The area of the files that an activity shows itself, by its type, and the text that it shows.
AREAS = {"resource": "content", "folder": "content"}
TEXTS = {"page": "content", "label": "intro"}
# These types are kept, and all but the last have a page of their own.
KEPT = ("page", "resource", "folder", "url", "forum", "label")


class Archive:
    """A course backup: its own names, and the files that visible places of it show."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = dict(_contents(path))

    @property
    def is_course(self) -> bool:
        """Whether it is a course, and one of the kind that is read here."""
        return "course/course.xml" in self.files

    @property
    def name(self) -> str:
        """The short name of the course."""
        return self._root("course/course.xml").findtext("shortname") or ""

    @cached_property
    def hashes(self) -> dict[str, set[str]]:
        """The SHA-1 hashes of the present contents, by the name of the file."""
        found: dict[str, set[str]] = {}
        for row in self.rows:
            found.setdefault(row.findtext("filename") or "", set()).add(_hash_of(row))
        return found

    @cached_property
    def rows(self) -> list[ET.Element]:
        """The lines of files.xml whose contents are there."""
        rows = self._root("files.xml")
        return [row for row in rows if f"files/{_hash_of(row)[:2]}/{_hash_of(row)}" in self.files]

    @cached_property
    def titles(self) -> set[str]:
        """The names of the activities that a student opens."""
        return {
            activity.findtext("name") or ""
            for kind, activity, _ in self._open_activities()
            if kind != KEPT[-1]
        }

    def shown(self) -> set[str]:
        """The hashes of the files that a student is shown."""
        found = set()
        for kind, activity, context in self._open_activities():
            if kind in TEXTS:
                area = TEXTS[kind]
                found |= self._embedded(activity.findtext(area) or "", context, area)
            found |= {
                _hash_of(row)
                for row in self.rows
                if row.findtext("contextid") == context
                and row.findtext("filearea") == AREAS.get(kind)
            }
        context = self._root("course/course.xml").get("contextid") or ""
        for section in self._sections():
            if section.findtext("visible") == "1" and not _is_limited(section):
                text = section.findtext("summary") or ""
                found |= self._embedded(text, context, "section", section.get("id"))
        return found

    def _open_activities(self) -> Iterator[tuple[str, ET.Element, str]]:
        """Type, element and context of the kept activities that every student may open."""
        closed = {
            section.get("id")
            for section in self._sections()
            if section.findtext("visible") != "1" or _is_limited(section)
        }
        for name in self.files:
            own = re.fullmatch(r"activities/([a-z]+)_\d+/module\.xml", name)
            if own is None or own[1] not in KEPT:
                continue
            module = self._root(name)
            if module.findtext("visible") != "1" or _is_limited(module):
                continue
            if module.findtext("sectionid") not in closed:
                root = self._root(name.replace("module.xml", f"{own[1]}.xml"))
                activity = root.find(own[1])
                assert activity is not None
                yield own[1], activity, root.get("contextid") or ""

    def _embedded(self, text: str, context: str, area: str, item: str | None = None) -> set[str]:
        wanted = {unquote(path) for path in EMBEDDED.findall(text)}
        return {
            _hash_of(row)
            for row in self.rows
            if row.findtext("contextid") == context
            and row.findtext("filearea") == area
            and item in (None, row.findtext("itemid"))
            and f"{row.findtext('filepath')}{row.findtext('filename')}" in wanted
        }

    def _sections(self) -> list[ET.Element]:
        return [self._root(n) for n in self.files if re.fullmatch(r"sections/\w+/section\.xml", n)]

    def _root(self, name: str) -> ET.Element:
        return ET.fromstring(self.files[name])


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                yield info.filename, archive.read(info)
        return
    with tarfile.open(path) as tar:
        for member in tar:
            if member.isreg() and (data := tar.extractfile(member)):
                yield member.name.removeprefix("./"), data.read()


def _hash_of(row: ET.Element) -> str:
    return row.findtext("contenthash") or ""


def _is_limited(element: ET.Element) -> bool:
    """Whether there are conditions of access."""
    for name in ("availability", "availabilityjson"):
        text = (element.findtext(name) or "").strip()
        if '"type"' in text:
            return True
    return False
