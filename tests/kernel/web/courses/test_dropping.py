"""Files put straight into a section become activities of the kinds that take files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from sqlalchemy import select
from webtest import Upload
from wtforms import BooleanField, Form

from updago.kernel.app import Site
from updago.kernel.db.operation import Act
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.spaces.declarations import ActivityType, EnrolmentMethod
from updago.kernel.spaces.models import Activity
from updago.kernel.web.courses.dropping import MOST
from updago.kernel.web.forms import UploadField, UploadsField
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client


class OneForm(Form):
    sheet = UploadField("Sheet")
    is_loud = BooleanField("Loud", default=True)


class ManyForm(Form):
    sheets = UploadsField("Sheets")


def save(_act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    several = data.get("sheets") or (data["sheet"],)
    activity.meta = {"names": [sent.name for sent in several], "loud": data.get("is_loud")}


class Sheets(Plugin):
    """One kind for single files, one for several, and one that takes none."""

    manifest = Manifest("sheets", "Sheets", "1.0", "resource")

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType(
            "album", "Album", "", "folder", "read", None, save, ManyForm, files_field="sheets"
        )
        yield ActivityType(
            "sheet", "Sheet", "", "image", "read", None, save, OneForm, files_field="sheet"
        )
        yield ActivityType("word", "Word", "", "list", "read", None, save)

    @hookimpl
    def updago_enrolment_methods(self) -> Iterable[EnrolmentMethod]:
        yield EnrolmentMethod("hand", "By hand", "")


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(Sheets())


@pytest.fixture
def course(site: Site) -> MadeCourse:
    return Spaces(site).course(sections=2)


@pytest.fixture
def teacher(site: Site, course: MadeCourse) -> Someone:
    someone = People(site).person("teacher")
    Spaces(site).enrol(someone.id, course.id, "teacher", method="hand")
    return someone


@pytest.fixture
def desk(site: Site, teacher: Someone) -> Client:
    return Client(site).sign_in(teacher.id)


@pytest.fixture
def address(course: MadeCourse) -> str:
    return f"/courses/{course.id}/sections/{course.section_ids[1]}/files"


def drop(desk: Client, address: str, *names: str, status: int = 303) -> Any:
    """Send files as the script of the page does: the token and the files, nothing else."""
    files = [("file", name, b"content of " + name.encode()) for name in names]
    return desk.post(address, {"csrf_token": desk.token()}, upload_files=files, status=status)


def made(site: Site) -> list[tuple[str, str, Any]]:
    with site.database.reading() as session:
        rows = session.scalars(select(Activity).order_by(Activity.position)).all()
    return [(row.type, row.name, row.meta) for row in rows]


def choice_of(page: Any) -> Any:
    return next(form for form in page.forms.values() if "kind" in form.fields)


def test_one_file_becomes_an_activity_at_once(
    desk: Client, site: Site, course: MadeCourse, address: str
) -> None:
    answer = drop(desk, address, "Plan_du cours.pdf")
    assert made(site) == [
        ("sheet", "Plan du cours", {"names": ["Plan_du cours.pdf"], "loud": True})
    ]
    with site.database.reading() as session:
        row = session.scalars(select(Activity)).one()
    assert row.section_id == course.section_ids[1]
    assert answer.location.endswith(f"/courses/{course.id}/edit#a{row.id}")


def test_several_files_ask_what_becomes_of_them_and_are_sent_once(
    desk: Client, site: Site, address: str
) -> None:
    page = drop(desk, address, "a.txt", "b.txt", status=422)
    assert made(site) == []
    labels = [label.text.strip() for label in page.html.select("#f-kind label")]
    assert len(labels) == 2
    form = choice_of(page)
    form["kind"] = "album"
    form.submit(status=303)
    assert made(site) == [("album", "a", {"names": ["a.txt", "b.txt"], "loud": None})]


def test_each_of_several_files_can_become_one(desk: Client, site: Site, address: str) -> None:
    form = choice_of(drop(desk, address, "a.txt", "b.txt", status=422))
    form["kind"] = "sheet"
    form.submit(status=303)
    assert [name for _kind, name, _meta in made(site)] == ["a", "b"]


def test_the_same_works_with_a_page_and_keys_alone(
    desk: Client, site: Site, course: MadeCourse, address: str
) -> None:
    edit = desk.get(f"/courses/{course.id}/edit").html
    assert edit.select_one(f"#s{course.section_ids[1]} a[href='{address}']")
    assert edit.select_one(f"[data-drop-to='{address}']")
    form = choice_of(desk.get(address))
    form["file"] = [Upload("a.txt", b"a")]
    form["kind"] = "album"
    form.submit(status=303)
    assert [kind for kind, *_rest in made(site)] == ["album"]


def test_nothing_and_too_much_are_refused(desk: Client, site: Site, address: str) -> None:
    desk.post(address, {"csrf_token": desk.token()}, status=422)
    drop(desk, address, *(f"{n}.txt" for n in range(MOST + 1)), status=422)
    assert made(site) == []


def test_a_kind_that_takes_no_files_is_no_choice(desk: Client, site: Site, address: str) -> None:
    form = choice_of(drop(desk, address, "a.txt", "b.txt", status=422))
    form["kind"].force_value("word")
    form.submit(status=422)
    assert made(site) == []


def test_without_a_kind_that_takes_files_there_is_nowhere_to_drop_them(
    make_site: Callable[..., Site],
) -> None:
    class Words(Sheets):
        @hookimpl
        def updago_activity_types(self) -> Iterable[ActivityType]:
            yield ActivityType("word", "Word", "", "list", "read", None, save)

    site = make_site(Words())
    course, teacher = Spaces(site).course(), People(site).person("teacher")
    Spaces(site).enrol(teacher.id, course.id, "teacher", method="hand")
    page = Client(site).sign_in(teacher.id).get(f"/courses/{course.id}/edit")
    assert not page.html.select("[data-drop-to]")
