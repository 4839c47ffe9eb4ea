"""A student opens an imported course: every page answers, every picture is the one it was."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from plugins.moodle_import.importing import import_file
from plugins.moodle_import.making.here import look_around
from plugins.moodle_import.operations import Wishes
from plugins.moodle_import.tests.real import BACKUPS, LIST_OF_CONTENTS, contents, each, root
from updago.api.commands import Site
from updago.api.spaces import edit_course
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client

EMBEDDED = re.compile(r"@@PLUGINFILE@@/([^\"'?#<>\s]+)")
SERVED = re.compile(r"(?:src|href)=\"(/files/[^\"]+)\"")
# The texts that a student sees, by the file and the field they stand in.
SHOWN = {"page": "content", "label": "intro"}

pytestmark = pytest.mark.fixtures


@pytest.mark.parametrize("path", each(BACKUPS))
def test_a_student_opens_everything_and_sees_every_picture(
    path: Path, make_site: Callable[..., Site]
) -> None:
    files = contents(path)
    if LIST_OF_CONTENTS not in files:
        pytest.skip("a backup of another kind")
    site = make_site()
    with path.open("rb") as source:
        report = import_file(site, source, Wishes())
    course_id = report.course["id"]
    assert isinstance(course_id, int)
    with site.acting() as act:
        edit_course(act, course_id=course_id, visibility="shown")
    student = People(site).person("student")
    Spaces(site).enrol(course_id, student.id)
    client = Client(site).sign_in(student.id)

    pages = [client.get(address) for address in addresses(site, course_id)]

    # Some web addresses are followed at once.
    assert {page.request.path for page in pages if page.status_code not in (200, 302)} == set()
    served = {}
    for page in pages:
        assert "@@" not in page.text
        assert "$@" not in page.text
        for address in SERVED.findall(page.text):
            answer = client.get(unescape(address))
            assert answer.status_code == 200
            served[hashlib.sha1(answer.body).hexdigest()] = address
    assert set(expected(files)) <= served.keys()


def addresses(site: Site, course_id: int) -> Iterator[str]:
    """The course, and each of its activities that a student may open."""
    here = look_around(site)
    structure = Spaces(site).structure(course_id)
    yield f"/courses/{course_id}"
    for section in structure.sections:
        for node in section.activities:
            is_open = section.visibility == "shown" and node.visibility != "hidden"
            is_free = not node.availability and not section.availability
            if node.type != "placeholder" and is_open and is_free:
                yield here.activity_address(course_id, node.type, node.id).partition("#")[0]


def expected(files: Mapping[str, bytes]) -> Iterator[str]:
    """Addresses (SHA-1) of the present files that shown texts of visible activities embed."""
    rows = {
        (row.findtext("contextid"), row.findtext("filearea"), row.findtext("filename")): row
        for row in root(files["files.xml"])
    }
    hidden = {
        section.get("id")
        for name, data in files.items()
        if re.fullmatch(r"sections/[^/]+/section\.xml", name)
        and (section := root(data)).findtext("visible") == "0"
    }
    for name, data in files.items():
        own = re.fullmatch(r"activities/([^/]+)/(\w+)\.xml", name)
        if own is None or own[2] not in SHOWN or not own[1].startswith(own[2]):
            continue
        module = root(files[f"activities/{own[1]}/module.xml"])
        if module.findtext("visible") != "1" or module.findtext("sectionid") in hidden:
            continue
        activity = root(data)
        for reference in EMBEDDED.findall(activity.findtext(f"{own[2]}/{SHOWN[own[2]]}") or ""):
            row = rows.get((activity.get("contextid"), SHOWN[own[2]], unquote(reference)))
            yield from present(row, files)


def present(row: ET.Element | None, files: Mapping[str, bytes]) -> Iterator[str]:
    address = "" if row is None else row.findtext("contenthash") or ""
    if f"files/{address[:2]}/{address}" in files:
        yield address
