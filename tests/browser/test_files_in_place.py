"""Pictures put where the cursor is, and files dropped on a section, in a real browser."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.people import MEASURE, STUDENT, TEACHER, WORKSHOP, Stage, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.fixtures, pytest.mark.slow]

Enter = Callable[..., Visitor]
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveW"
    "kH6oAAAAAElFTkSuQmCC"
)
PASTE = """(area, content) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], "pasted.png", { type: "image/png" }));
  const event = { clipboardData, bubbles: true, cancelable: true };
  area.dispatchEvent(new ClipboardEvent("paste", event));
}"""
DROP = """(zone, names) => {
  const dataTransfer = new DataTransfer();
  for (const name of names) dataTransfer.items.add(new File([`of ${name}`], name));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def course(stage: Stage) -> str:
    """The address of a course with several sections."""
    return f"/courses/{stage.courses[WORKSHOP]}"


def pictures(page: Page, within: str) -> list[tuple[str, int]]:
    """What each picture shows, and its natural width."""
    found = page.locator(f"{within} img")
    widths = found.evaluate_all(MEASURE)
    words = found.evaluate_all("images => images.map((image) => image.alt)")
    return [(alt, width) for alt, (_src, width) in zip(words, widths, strict=True)]


def test_pictures_go_where_the_cursor_is_with_their_words(
    course: str, enter: Enter, tmp_path: Path
) -> None:
    chosen = tmp_path / "ciel.png"
    chosen.write_bytes(PICTURE)
    page = enter(TEACHER).page
    page.goto(f"{course}/edit")
    page.locator("a[href$='/add']").first.click()
    page.locator("a[href$='/add/page']").click()
    page.fill("[name=name]", "Deux images")
    editor = page.locator(".editor").last
    area = editor.locator(".editor-area")
    area.click()
    page.keyboard.type("Avant, ")
    editor.locator("[data-do=picture]").click()
    editor.locator("[data-picture] [type=file]").set_input_files(chosen)
    area.locator("img").wait_for()
    page.keyboard.type("Un ciel uni")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+End")
    page.keyboard.type(" après. ")
    area.evaluate(PASTE, base64.b64encode(PICTURE).decode())
    area.locator("img").nth(1).wait_for()
    page.keyboard.type("Un autre ciel")
    page.keyboard.press("Enter")
    page.locator("button[name=then]").click()
    page.wait_for_url("**/page/*")
    both = [("Un ciel uni", 10), ("Un autre ciel", 10)]
    assert pictures(page, "main") == both
    student = enter(STUDENT).page
    student.goto(page.url)
    assert pictures(student, "main") == both
    # Edited again, the pictures are seen, and are still there when nothing was changed.
    key = page.url.rpartition("/")[2]
    page.goto(f"/activities/{key}/edit")
    assert pictures(page, ".editor-area") == both
    page.locator("button[name=then]").click()
    page.wait_for_url("**/page/*")
    assert pictures(page, "main") == both


def test_files_dropped_on_a_section_become_activities(course: str, enter: Enter) -> None:
    teacher = enter(TEACHER)
    page = teacher.page
    page.goto(f"{course}/edit")
    zone = page.locator("[data-drop-to]").first
    zone.evaluate(DROP, ["Consignes.txt"])
    page.locator(".act-title", has_text="Consignes").first.wait_for()
    page.locator("[data-drop-to]").first.evaluate(DROP, ["une.txt", "deux.txt"])
    page.locator("#f-kind").wait_for()
    # The page asks what becomes of several files: that is no trouble.
    teacher.troubles.clear()
    page.locator("#f-kind label").last.click()
    page.locator("main form button.primary").click()
    page.wait_for_url("**/edit#a*")
    row = page.locator(f"[id='{page.url.rpartition('#')[2]}']")
    row.locator(".act-title a").click()
    page.get_by_role("link", name="une.txt").wait_for()
    assert page.get_by_role("link", name="deux.txt").is_visible()
