"""The scripts of the pages in a real browser, under the policy of the site."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path

import pytest
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from playwright.sync_api import Browser, Locator, Page, sync_playwright

import updago.kernel.web
from updago.kernel.web import layout, parts
from updago.kernel.web.fields import FieldGroup, Form, FormField
from updago.kernel.web.headers import policy_of
from updago.kernel.web.models.course import CourseView, Section
from updago.kernel.web.models.editing import (
    CourseEditView,
    EditRow,
    EditSection,
    MoveView,
    Place,
    PlaceGroup,
)
from updago.kernel.web.models.general import FormView
from updago.kernel.web.models.home import LoginView

WEB = Path(updago.kernel.web.__file__).parent
DIST = WEB / "static/dist"

pytestmark = pytest.mark.browser

CANCEL = parts.Action("Cancel", "/course")
ROWS = tuple(
    EditRow(n, f"Activity {n}", f"/page/{n}", "file-text", move="/move", menu=(CANCEL,))
    for n in (1, 2, 3)
)
TEXT = FormField("text", "Text", "richtext", "<p>Hello</p>")
MODELS: dict[str, object] = {
    "course": CourseView(
        (Section("s1", "c1.s1", "One"), Section("s2", "c1.s2", "Two", open=False))
    ),
    "course_edit": CourseEditView(
        "/course_edit",
        (EditSection(1, "s1", "e1.s1", "One", ROWS, Markup("<p>Read this.</p>")),),
        (parts.Action("Hide", "/hide", "eye-off"),),
    ),
    "move": MoveView("/moved", (PlaceGroup("", (Place("1", "First"),)),), "Move", CANCEL),
    "form": FormView(
        Form(
            "/form",
            (FieldGroup((FormField("title", "Title"), TEXT, FormField("file", "File", "file"))),),
            "Save",
            multipart=True,
            guard="form.1",
        )
    ),
    "login_local": LoginView(
        "Sign in",
        Form("/login", (FieldGroup((FormField("password", "Password", "password"),)),), "Go"),
    ),
}
REFUSED = FormView(
    Form("/form", (FieldGroup((FormField("title", "Title", error="Too short."),)),), "Save")
)


class Stage:
    """Serves the pages, and notes what was posted; `status` is the answer to a post."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, int]] = []
        self.status = 303
        self.address = ""
        names = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
        self.frame = layout.Page(
            "A page",
            assets=lambda name: f"/static/{names[name]}",
            csrf_token="token",
            lang="en",
            toasts=(parts.Toast("Activity deleted."),),
        )
        self.templates = Environment(
            loader=FunctionLoader(
                lambda spec: (WEB / spec.partition(":")[2]).read_text(encoding="utf-8")
            ),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
        )
        self.templates.install_null_translations()  # type: ignore[attr-defined]

    def draw(self, name: str, model: object) -> bytes:
        template = self.templates.get_template(f"web:templates/pages/{name}.jinja2")
        return template.render(page=self.frame, model=model).encode()


def handler_of(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/static/"):
                path = DIST / self.path.removeprefix("/static/")
                self.answer(200, path.read_bytes(), guess_type(path)[0] or "")
            elif (name := self.path.strip("/")) in MODELS:
                self.answer(200, stage.draw(name, MODELS[name]))
            else:
                self.answer(404, b"")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stage.posts.append((self.path, len(body)))
            refused = stage.status != 303
            self.answer(stage.status, stage.draw("form", REFUSED) if refused else b"")

        def answer(self, status: int, body: bytes, kind: str = "text/html; charset=utf-8") -> None:
            self.send_response(status)
            self.send_header("Content-Security-Policy", policy_of())
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status == 303:
                self.send_header("Location", "/course")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Stay quiet."""

    return Handler


@pytest.fixture
def stage(require: Callable[[str, str], None]) -> Iterator[Stage]:
    if not (DIST / "manifest.json").is_file():
        require("the built front end", "run make assets")
    stage = Stage()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(stage))
    stage.address = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield stage
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, stage: Stage) -> Iterator[Page]:
    troubles: list[str] = []
    page = browser.new_page(base_url=stage.address)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda m: troubles.append(m.text) if "Policy" in m.text else None)
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    page.close()
    assert troubles == []


def focused(target: Locator) -> bool:
    return bool(target.evaluate("e => e === document.activeElement"))


def test_a_menu_closes_on_escape_and_on_a_click_outside(page: Page) -> None:
    page.goto("/course_edit")
    button = page.locator(".edit-row summary").first
    menu = page.locator(".edit-row .menu").first
    button.click()
    assert menu.is_visible()
    page.keyboard.press("ArrowDown")
    assert focused(menu.locator("a"))
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert focused(button)
    button.click()
    page.locator("h1").click()
    assert not menu.is_visible()


def test_the_move_page_opens_in_a_dialog_and_gives_the_focus_back(page: Page, stage: Stage) -> None:
    page.goto("/course_edit")
    handle = page.locator("a.handle").first
    handle.click()
    page.locator("dialog[open] select").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert focused(handle)
    handle.click()
    page.locator("dialog[open] button.primary").click()
    page.wait_for_url("**/course")
    assert [path for path, _ in stage.posts] == ["/moved"]


def test_ticked_rows_are_counted_in_words(page: Page) -> None:
    page.goto("/course_edit")
    label = page.locator("[data-bulk-count]")
    assert not label.is_visible()
    for n in (0, 1):
        page.locator("input[name=activity]").nth(n).check()
    assert label.inner_text() == "2 activities selected"
    page.locator(".bulk [type=reset]").click()
    label.wait_for(state="hidden")


def test_theme_and_folds_are_remembered(page: Page) -> None:
    page.goto("/course")
    page.locator("[data-theme-next]").click()
    theme = page.locator("html").get_attribute("data-theme")
    page.locator("#s2 > summary").click()
    page.locator("#s2[open]").wait_for()
    page.reload()
    assert theme
    assert page.locator("html").get_attribute("data-theme") == theme
    assert page.locator("#s2[open]").count() == 1


def test_a_link_to_a_closed_section_opens_it(page: Page) -> None:
    page.goto("/course#s2")
    page.locator("#s2[open]").wait_for()


def test_a_toast_goes_after_ten_seconds_unless_it_is_read(page: Page) -> None:
    page.clock.install()
    page.goto("/course")
    toast = page.locator("[data-toast]")
    page.clock.run_for(1000)
    toast.hover()
    page.clock.run_for(20_000)
    assert toast.count() == 1
    page.mouse.move(0, 0)
    page.clock.run_for(11_000)
    assert toast.count() == 0


def test_what_was_typed_survives_a_reload_and_goes_when_it_is_saved(page: Page) -> None:
    page.goto("/form")
    page.fill("[name=title]", "A draft")
    page.reload()
    assert page.input_value("[name=title]") == "A draft"
    page.locator("button.primary").click()
    page.wait_for_url("**/course")
    page.goto("/form")
    assert page.input_value("[name=title]") == ""


def test_a_double_click_sends_once(page: Page, stage: Stage) -> None:
    page.goto("/form")
    page.locator("button.primary").dblclick()
    page.wait_for_url("**/course")
    assert len(stage.posts) == 1


def test_a_refused_upload_is_sent_once_and_shown_in_place(
    page: Page, stage: Stage, tmp_path: Path
) -> None:
    stage.status = 422
    file = tmp_path / "slides.pdf"
    file.write_bytes(b"x" * 2_000_000)
    page.goto("/form")
    page.set_input_files("[name=file]", file)
    page.locator("button.primary").click()
    alert = page.locator("[role=alert]")
    alert.wait_for()
    assert "Too short." in alert.inner_text()
    assert focused(alert)
    assert len(stage.posts) == 1
    assert stage.posts[0][1] > 2_000_000


def test_rich_text_is_edited_as_it_looks_and_sent_as_html(page: Page) -> None:
    page.goto("/form")
    area = page.locator(".editor-area")
    area.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.locator("[data-do=bold]").click()
    page.keyboard.type("bold")
    page.locator("[data-do=bold]").click()
    page.keyboard.press("Enter")
    page.locator("[data-do=list]").click()
    page.keyboard.type("one")
    sent = page.locator("[name=text]")
    assert sent.input_value() == "<p>Hello</p><p><b>bold</b></p><ul><li>one</li></ul>"
    page.locator("[data-do=source]").click()
    sent.fill("<p>Source</p>")
    page.locator("[data-do=source]").click()
    assert area.inner_text() == "Source"


def test_a_password_can_be_shown(page: Page) -> None:
    page.goto("/login_local")
    page.locator("[data-reveal]").click()
    assert page.get_attribute("[name=password]", "type") == "text"


def test_without_scripts_menus_open_and_forms_are_sent(browser: Browser, stage: Stage) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=stage.address)
    page = context.new_page()
    page.goto("/course_edit")
    page.locator(".edit-row summary").first.click()
    assert page.locator(".edit-row .menu").first.is_visible()
    assert not page.locator("[data-theme-next]").is_visible()
    page.locator("a.handle").first.click()
    page.locator("button.primary").click()
    page.wait_for_url("**/course")
    assert [path for path, _ in stage.posts] == ["/moved"]
    context.close()
