from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.folder.operations import AREA, remove_from_folder, restore_to_folder, save_folder
from plugins.folder.queries import Branch, files_of, tree_of
from updago.api import spaces as operations
from updago.api.errors import NotFound
from updago.api.files import File, Shelf, Upload, add_file
from updago.api.spaces import Activity
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.growth import multiply, numbered
from updago.testing.web import Client


@dataclass(frozen=True, slots=True)
class Made:
    course_id: int
    folder_id: int
    student_id: int
    teacher_id: int


def upload(app: Client, name: str, content: bytes) -> Upload:
    return Upload(app.site.files.put(io.BytesIO(content)), name, "text/plain")


@pytest.fixture
def made(app: Client) -> Made:
    """A folder with two files at the top and one in a sub-folder."""
    spaces, people = Spaces(app.site), People(app.site)
    course = spaces.course()
    student, teacher = people.person(), people.person()
    spaces.enrol(student.id, course.id, method="manual")
    spaces.enrol(teacher.id, course.id, role="teacher", method="manual")
    tops = (upload(app, "a.txt", b"A"), upload(app, "a.txt", b"B"))
    with app.site.acting() as act:
        activity = operations.create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[1],
            type="folder",
            name="Fiches",
            data={"files": tops},
        )
        save_folder(act, activity, {"files": [upload(app, "c.txt", b"C")], "path": "semaine 1"})
        return Made(course.id, activity.id, student.id, teacher.id)


def test_a_page_lists_a_hundred_files_and_the_archive_holds_all(app: Client, made: Made) -> None:
    with app.site.acting() as act:
        key = files_of(act.session, made.folder_id)[0].id
        multiply(act.session, File, key, 230, name=numbered("fiche", 230))
    app.sign_in(made.student_id)
    path, found = f"/folder/{made.folder_id}", []
    while path:
        page = app.get(path).html
        names = [a.text for a in page.find_all("a") if a["href"].startswith("/files/")]
        assert 0 < len(names) <= 100
        found += names
        following = page.select_one("a[rel=next]")
        path = following["href"] if following else ""
    assert len(found) == 233
    assert len(set(found)) == 232  # two files have one name
    body = app.get(f"/folder/{made.folder_id}/archive").body
    assert len(zipfile.ZipFile(io.BytesIO(body)).namelist()) == 233


def test_a_student_finds_every_file(app: Client, made: Made) -> None:
    page = app.sign_in(made.student_id).get(f"/folder/{made.folder_id}")

    links = [a["href"] for a in page.html.find_all("a") if a["href"].startswith("/files/")]
    assert sorted(app.get(link).body for link in links) == [b"A", b"B", b"C"]


def test_the_course_page_tells_how_many_files_there_are(app: Client, made: Made) -> None:
    page = app.sign_in(made.student_id).get(f"/courses/{made.course_id}")

    assert "3 fichiers" in page.html.find(id=f"a{made.folder_id}").text


def test_the_archive_holds_every_file_under_a_name_of_its_own(app: Client, made: Made) -> None:
    response = app.sign_in(made.student_id).get(f"/folder/{made.folder_id}/archive")

    with zipfile.ZipFile(io.BytesIO(response.body)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert set(found) == {"a.txt", "a (2).txt", "semaine 1/c.txt"}
    assert sorted(found.values()) == [b"A", b"B", b"C"]
    assert response.content_length == len(response.body)


def test_a_removed_file_can_be_brought_back(app: Client, made: Made) -> None:
    page = app.sign_in(made.teacher_id).get(f"/folder/{made.folder_id}")
    form = next(f for f in page.forms.values() if f.action.endswith("/remove"))
    after = form.submit().follow()
    links = [a for a in after.html.find_all("a") if a["href"].startswith("/files/")]
    assert len(links) == 2

    undo = next(f for f in after.forms.values() if f.action.endswith("/restore"))
    restored = undo.submit().follow()

    links = [a for a in restored.html.find_all("a") if a["href"].startswith("/files/")]
    assert len(links) == 3


def test_a_student_cannot_remove_a_file(app: Client, made: Made) -> None:
    with app.site.database.reading() as session:
        file = files_of(session, made.folder_id)[0]
    app.sign_in(made.student_id)

    app.post(
        f"/folder/{made.folder_id}/files/{file.id}/remove",
        {"csrf_token": app.token()},
        status=403,
    )


def test_a_file_that_lies_elsewhere_is_neither_removed_nor_brought_back(
    app: Client, made: Made
) -> None:
    with app.site.acting() as act:
        elsewhere = add_file(act, upload(app, "x.txt", b"X"), Shelf("draft", owner_id=1)).id
        for do in (remove_from_folder, restore_to_folder):
            with pytest.raises(NotFound, match="not in this folder"):
                do(act, activity_id=made.folder_id, file_id=elsewhere)


def test_a_folder_that_offers_no_download_gives_none(app: Client, made: Made) -> None:
    page = app.sign_in(made.student_id).get(f"/folder/{made.folder_id}")
    assert any(a["href"].endswith("/archive") for a in page.html.find_all("a"))
    with app.site.acting() as act:
        activity = act.session.get_one(Activity, made.folder_id)
        save_folder(act, activity, {"offers_archive": False})
    page = app.get(f"/folder/{made.folder_id}")
    assert not any(a["href"].endswith("/archive") for a in page.html.find_all("a"))
    app.get(f"/folder/{made.folder_id}/archive", status=404)


parts = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3)


@given(st.lists(parts, max_size=12))
def test_a_tree_holds_each_file_once_at_its_path(paths: list[list[str]]) -> None:
    files = [
        File(id=n, area=AREA, name="x", path="".join(f"{p}/" for p in path))
        for n, path in enumerate(paths)
    ]

    def walk(branch: Branch, path: str) -> list[tuple[int, str]]:
        own = [(file.id, path) for file in branch.files]
        return own + [
            pair for sub in branch.branches.values() for pair in walk(sub, f"{path}{sub.name}/")
        ]

    assert sorted(walk(tree_of(files), "")) == [(f.id, f.path) for f in files]
