"""A student writes, a teacher changes the course, in a real browser on real courses."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.people import MEASURE, STUDENT, TEACHER, WORKSHOP, Stage, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.fixtures, pytest.mark.slow]

Enter = Callable[..., Visitor]
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveW"
    "kH6oAAAAAElFTkSuQmCC"
)


@pytest.fixture
def course(stage: Stage) -> str:
    """The address of a course with several sections."""
    return f"/courses/{stage.courses[WORKSHOP]}"


@pytest.fixture
def forum(course: str, enter: Enter) -> str:
    """The address of a forum that a teacher has just made."""
    page = enter(TEACHER).page
    begin(page, course, "forum", "Questions")
    page.locator("button[name=then]").click()
    page.wait_for_url("**/forum/*")
    return page.url


def begin(page: Page, course: str, kind: str, name: str) -> None:
    """Open the form of a new activity through the chooser, and name it."""
    page.goto(f"{course}/edit")
    page.locator("a[href$='/add']").first.click()
    page.locator(f"a[href$='/add/{kind}']").click()
    page.fill("[name=name]", name)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_student_opens_a_discussion_and_answers(
    *, scripts: bool, forum: str, enter: Enter
) -> None:
    page = enter(STUDENT, scripts=scripts).page
    page.goto(forum)
    page.locator("main a[href$='/new']").first.click()
    page.fill("[name=subject]", "Les nuages")
    write(page, "Pourquoi flottent-ils ?", scripts=scripts)
    page.locator("main form button.primary").click()
    page.wait_for_url("**/forum/discussions/*")
    assert page.get_by_text("Pourquoi flottent-ils ?").is_visible()

    if not page.locator("[name=text]").count():
        page.locator("main a[href*='/reply']").first.click()
    write(page, "Leurs gouttes sont légères.", scripts=scripts)
    page.locator("main form:has([name=text]) button.primary").click()
    page.get_by_text("Leurs gouttes sont légères.").wait_for()
    page.goto(forum)
    assert page.get_by_role("link", name="Les nuages").is_visible()


def write(page: Page, text: str, *, scripts: bool) -> None:
    """Type into the text of a form: in the editor, or its plain field without scripts."""
    if scripts:
        page.locator(".editor-area").last.click()
        page.keyboard.type(text)
    else:
        page.locator("textarea[name=text]").fill(text)


def test_a_teacher_adds_moves_hides_shows_deletes_and_brings_back_a_page(
    course: str, enter: Enter, tmp_path: Path
) -> None:
    picture = tmp_path / "ciel.png"
    picture.write_bytes(PICTURE)
    teacher, student = enter(TEACHER).page, enter(STUDENT)
    begin(teacher, course, "page", "Les nuages")
    teacher.locator("form .editor-area").last.click()
    teacher.keyboard.type("Un nuage est fait de gouttelettes.")
    teacher.locator("details:has([name=picture]) > summary").click()
    teacher.set_input_files("[name=picture]", picture)
    teacher.fill("[name=picture_alt]", "Un ciel uni")
    teacher.locator("button[name=then]").click()
    teacher.wait_for_url("**/page/*")
    address = teacher.url
    key = address.rpartition("/")[2]

    assert teacher.locator("main img").evaluate_all(MEASURE)[0][1] == 10
    assert has_page(student, course, address)

    row = teacher.locator(f"#a{key}")
    teacher.goto(f"{course}/edit")
    before = section_of(row)
    move_by_keyboard(teacher, row)
    assert section_of(row) != before

    choose(row, "[name=visibility][value=hidden]")
    row.locator("[name=visibility][value=shown]").wait_for(state="attached")
    assert not has_page(student, course, address)
    choose(row, "[name=visibility][value=shown]")
    row.locator("[name=visibility][value=hidden]").wait_for(state="attached")
    assert has_page(student, course, address)

    choose(row, "[formaction$='/delete']")
    row.wait_for(state="detached")
    assert not has_page(student, course, address)
    teacher.locator("[data-toast] form button").first.click()
    row.wait_for()
    assert has_page(student, course, address)


def has_page(student: Visitor, course: str, address: str) -> bool:
    """Whether the course names the page; its address must agree."""
    student.page.goto(course)
    path = address.removeprefix(student.address)
    is_named = student.page.locator(f"main .act-title a[href='{path}']").count() == 1
    assert student.status_of(address) == (200 if is_named else 404)
    return is_named


def move_by_keyboard(page: Page, row: Locator) -> None:
    """Put a row at the very end of the course, without a mouse."""
    row.locator("a.handle").focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open] select:focus").wait_for()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    row.wait_for()


def section_of(row: Locator) -> str:
    return row.evaluate("row => row.closest('details.section').id") or ""


def choose(row: Locator, button: str) -> None:
    """Open the menu of a row and press one of its buttons."""
    row.locator("summary").click()
    row.locator(button).click()


def test_a_post_whose_session_ended_waits_for_its_writer_alone(
    forum: str, enter: Enter, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Cumulus", encoding="utf-8")
    student = enter(STUDENT, scripts=False)
    page = student.page
    page.goto(f"{forum}/new")
    page.fill("[name=subject]", "Les brumes")
    page.fill("[name=text]", "Une brume est un nuage au sol.")
    page.set_input_files("[name=files]", notes)

    elsewhere = enter(STUDENT).page
    elsewhere.goto("/sessions")
    elsewhere.locator("form[action='/sessions/others'] button").click()
    elsewhere.locator("[data-toast]").wait_for()
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile("/login"))
    kept = page.url

    assert enter(TEACHER).status_of(next_of(kept)) == 404
    if not page.locator("[name=password]").count():
        page.locator("main a[href*='/login/local']").first.click()
    student.give_password(STUDENT)
    page.wait_for_url("**/kept/*")
    assert page.input_value("[name=subject]") == "Les brumes"
    assert "Une brume est un nuage au sol." in page.input_value("[name=text]")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/forum/discussions/*")
    assert page.get_by_text("Une brume est un nuage au sol.").is_visible()
    assert page.get_by_role("link", name="notes.txt").is_visible()


def next_of(address: str) -> str:
    """Where a sign-in page leads to."""
    return parse_qs(urlsplit(address).query)["next"][0]
