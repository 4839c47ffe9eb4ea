from __future__ import annotations

import io
from dataclasses import dataclass

import pytest

from plugins.file.operations import save_file
from updago.api import spaces as operations
from updago.api.errors import Invalid
from updago.api.files import Upload
from updago.api.spaces import Activity
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@dataclass(frozen=True, slots=True)
class Made:
    course_id: int
    section_id: int
    student_id: int


@pytest.fixture
def made(app: Client) -> Made:
    spaces, people = Spaces(app.site), People(app.site)
    course = spaces.course()
    student = people.person()
    spaces.enrol(student.id, course.id, method="manual")
    return Made(course.id, course.section_ids[1], student.id)


def a_file(app: Client, made: Made, name: str, kind: str, content: bytes, **data: str) -> int:
    upload = Upload(app.site.files.put(io.BytesIO(content)), name, kind)
    with app.site.acting() as act:
        return operations.create_activity(
            act,
            course_id=made.course_id,
            section_id=made.section_id,
            type="file",
            name="Document",
            data={"document": upload, **data},
        ).id


def test_a_picture_is_shown_on_its_page(app: Client, made: Made) -> None:
    key = a_file(app, made, "cellule.png", "image/png", PNG)

    page = app.sign_in(made.student_id).get(f"/file/{key}")

    picture = page.html.find("main").find("img")
    assert app.get(picture["src"]).body == PNG


def test_a_file_set_to_download_is_sent_at_once(app: Client, made: Made) -> None:
    key = a_file(app, made, "a.txt", "text/plain", b"texte", display="download")

    response = app.sign_in(made.student_id).get(f"/file/{key}").follow()

    assert response.body == b"texte"
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_web_page_is_never_run_in_the_site(app: Client, made: Made) -> None:
    key = a_file(app, made, "x.html", "text/html", b"<script>alert(1)</script>")

    page = app.sign_in(made.student_id).get(f"/file/{key}")
    href = next(a["href"] for a in page.html.find_all("a") if a["href"].startswith("/files/"))
    response = app.get(href.partition("?")[0])

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_drawing_that_could_run_is_offered_and_not_shown(app: Client, made: Made) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    key = a_file(app, made, "x.svg", "image/svg+xml", drawing)

    page = app.sign_in(made.student_id).get(f"/file/{key}").html.find("main")

    assert not page.find_all(["img", "object", "iframe", "embed"])
    assert any(a["href"].startswith("/files/") for a in page.find_all("a"))


def test_the_course_page_tells_type_and_size(app: Client, made: Made) -> None:
    key = a_file(app, made, "a.pdf", "application/pdf", b"%PDF-1.7" + bytes(1800))

    page = app.sign_in(made.student_id).get(f"/courses/{made.course_id}")

    line = page.html.find(id=f"a{key}").text
    assert "Fichier PDF" in line
    assert "1,8\u202fko" in line


def test_a_file_resource_without_a_file_is_refused(app: Client, made: Made) -> None:
    with pytest.raises(Invalid, match="Choose the file"), app.site.acting() as act:
        operations.create_activity(
            act,
            course_id=made.course_id,
            section_id=made.section_id,
            type="file",
            name="Vide",
            data={},
        )


def test_a_new_file_takes_the_place_of_the_old(app: Client, made: Made) -> None:
    key = a_file(app, made, "a.txt", "text/plain", b"un")
    upload = Upload(app.site.files.put(io.BytesIO(b"deux")), "b.txt", "text/plain")
    with app.site.acting() as act:
        save_file(act, act.session.get_one(Activity, key), {"document": upload})

    page = app.sign_in(made.student_id).get(f"/file/{key}")

    assert "b.txt" in page.text
    assert "a.txt" not in page.text
