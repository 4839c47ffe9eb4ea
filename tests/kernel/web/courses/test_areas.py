"""Who may read the files in the texts of categories, courses, sections and activities."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.kernel.web.courses.study.plugin import Study
from updago.kernel.app import Site
from updago.kernel.db.counters import bump
from updago.kernel.files.declarations import FileArea
from updago.kernel.files.operations import Shelf, Upload, add_file
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.spaces.models import Category
from updago.kernel.spaces.operations import edit_course
from updago.kernel.spaces.tree import COUNTER
from updago.kernel.web.courses.areas import (
    ACTIVITY_TEXT,
    CATEGORY_TEXT,
    COURSE_TEXT,
    SECTION_TEXT,
    readable_in_course,
)
from updago.testing.factories.people import Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client

MISSING = 999_999
SHELF = "study.shelf"


class Shelved(Study):
    """The plugin of the tests, with files for everybody in the course."""

    @hookimpl
    def updago_file_areas(self) -> Iterable[FileArea]:
        yield FileArea(SHELF, "Files of the course", readable_in_course)


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(Shelved())


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    return spaces.course(sections=2, activities=1)


def put(site: Site, shelf: Shelf) -> str:
    """The address of a new file."""
    upload = Upload(site.files.put(io.BytesIO(b"x")), "a.txt", "text/plain")
    with site.acting() as act:
        return f"/files/{add_file(act, upload, shelf).uid}/a.txt"


def readers(app: Client, url: str, **people: int) -> set[str]:
    """Who may read a file, "anybody" for those who did not sign in."""
    found = {"anybody"} if app.other().get(url, status="*").status_int == 200 else set()
    for name, person_id in people.items():
        if app.other().sign_in(person_id).get(url, status="*").status_int == 200:
            found.add(name)
    return found


@pytest.fixture
def who(app: Client, people: Any, teacher: Someone, student: Someone) -> Callable[[str], set[str]]:
    """Who of the student, the teacher, a stranger and a manager may read a file."""
    stranger, manager = people.person().id, people.manager().id

    def ask(url: str) -> set[str]:
        return readers(
            app, url, student=student.id, teacher=teacher.id, stranger=stranger, manager=manager
        )

    return ask


SIGNED_IN = {"student", "teacher", "stranger", "manager"}
MEMBERS = {"student", "teacher", "manager"}


def test_a_description_of_a_category_is_for_whoever_signed_in_until_it_is_hidden(
    site: Site, course: MadeCourse, who: Callable[[str], set[str]]
) -> None:
    url = put(site, Shelf(CATEGORY_TEXT, item_id=course.category_id))
    assert who(url) == SIGNED_IN
    with site.acting() as act:
        act.session.get_one(Category, course.category_id).is_hidden = True
        bump(act.session, COUNTER)
    assert who(url) == {"manager"}


def test_a_summary_is_for_whoever_signed_in_until_the_course_is_hidden(
    site: Site, course: MadeCourse, who: Callable[[str], set[str]]
) -> None:
    url = put(site, Shelf(COURSE_TEXT, course_id=course.id))
    assert who(url) == SIGNED_IN
    with site.acting() as act:
        edit_course(act, course_id=course.id, visibility="hidden")
    assert who(url) == {"teacher", "manager"}


def test_files_of_the_course_are_for_those_who_may_enter_it(
    site: Site, course: MadeCourse, who: Callable[[str], set[str]]
) -> None:
    assert who(put(site, Shelf(SHELF, course_id=course.id))) == MEMBERS


def test_files_of_a_section_are_for_those_who_may_see_it(
    site: Site, course: MadeCourse, who: Callable[[str], set[str]]
) -> None:
    section = course.section_ids[1]
    url = put(site, Shelf(SECTION_TEXT, course_id=course.id, item_id=section))
    assert who(url) == MEMBERS


def test_files_of_an_activity_are_for_those_who_may_open_it(
    site: Site, course: MadeCourse, who: Callable[[str], set[str]]
) -> None:
    activity = course.activity_ids[0]
    url = put(site, Shelf(ACTIVITY_TEXT, course_id=course.id, activity_id=activity))
    assert who(url) == MEMBERS


@pytest.mark.parametrize(
    "shelf",
    [
        Shelf(CATEGORY_TEXT, item_id=MISSING),
        Shelf(COURSE_TEXT, course_id=MISSING),
        Shelf(COURSE_TEXT),
        Shelf(SHELF, course_id=MISSING),
        Shelf(SECTION_TEXT, course_id=MISSING, item_id=1),
        Shelf(SECTION_TEXT, course_id=1, item_id=MISSING),
        Shelf(ACTIVITY_TEXT, activity_id=MISSING),
        Shelf("nobody.area"),
    ],
)
def test_what_belongs_to_nothing_is_read_by_nobody(
    site: Site, app: Client, people: Any, course: MadeCourse, shelf: Shelf
) -> None:
    assert course.id == 1
    assert readers(app, put(site, shelf), manager=people.manager().id) == set()
