"""The real server with real courses, and people who look at it with a real browser."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import updago.kernel.web
from tests.browser.archives import LARGE_FILES, Archive
from tests.browser.people import (
    PASSWORD,
    REPORTER,
    STUDENT,
    TEACHER,
    WORKSHOP,
    Stage,
    Visitor,
)
from updago.cli.running import run
from updago.kernel.app import build_site
from updago.kernel.spaces.operations import edit_course
from updago.kernel.spaces.queries import course_called
from updago.testing.factories.spaces import Spaces

Enter = Callable[..., Visitor]
MANIFEST = Path(updago.kernel.web.__file__).parent / "static/dist/manifest.json"
PATIENCE = 10_000


@pytest.fixture(scope="session")
def archives() -> dict[Path, Archive]:
    """The large courses, read independently."""
    found = {path: Archive(path) for path in LARGE_FILES}
    return {path: archive for path, archive in found.items() if archive.is_course}


@pytest.fixture(scope="session")
def stage(
    archives: dict[Path, Archive],
    require: Callable[[str, str], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stage]:
    """The command serves a new site that holds the large courses, a student and a teacher."""
    if not MANIFEST.is_file():
        require("the built front end", "run make assets")
    if not archives:
        require("large courses", "put backups into UPDAGO_FIXTURES/mbz")
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPDAGO_DATA_DIR", str(folder))
        courses = fill(patch, list(archives.values()))
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "updago.cli", "serve", "--port", "0"],
            env={**os.environ, "UPDAGO_DATA_DIR": str(folder), "PYTHONWARNINGS": "ignore"},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert server.stdout is not None
        told = server.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", told), "the server told no address"
        yield Stage(told, courses)
    finally:
        server.terminate()
        server.communicate(timeout=30)


def fill(patch: pytest.MonkeyPatch, archives: list[Archive]) -> dict[str, int]:
    """Make people and courses by the commands; courses by short name, all of them shown."""
    assert run(["init"]) == 0
    for username in (STUDENT, TEACHER):
        first = username.title()
        assert run(["users", "create", username, "--first-name", first, "--last-name", "Roy"]) == 0
        patch.setattr(sys, "stdin", io.StringIO(PASSWORD))
        assert run(["users", "set-password", username]) == 0
    for archive in archives:
        assert run(["courses", "import", str(archive.path)]) == 0
    site = build_site()
    Spaces(site).course(short_name=WORKSHOP, sections=3)
    names = [*(archive.name for archive in archives), WORKSHOP]
    for name in names:
        for role, username in (("student", STUDENT), ("teacher", TEACHER)):
            assert run(["enrol", name, username, "--role", role]) == 0
    with site.database.reading() as session:
        courses = {name: course_called(session, name) or 0 for name in names}
    with site.acting() as act:
        for course_id in courses.values():
            edit_course(act, course_id=course_id, visibility="shown")
    site.close()
    return courses


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        yield browser
        browser.close()


@pytest.fixture
def enter(browser: Browser, stage: Stage) -> Iterator[Enter]:
    """``enter(username, scripts=True)``: somebody signs in; nothing may go wrong until the end."""
    visitors: list[Visitor] = []

    def begin(username: str, *, scripts: bool = True) -> Visitor:
        context = browser.new_context(
            base_url=stage.address, locale="fr-FR", java_script_enabled=scripts
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REPORTER)
        visitor = Visitor(context, stage.address, context.new_page())
        visitors.append(visitor)
        visitor.watch()
        visitor.sign_in(username)
        return visitor

    yield begin
    for visitor in visitors:
        visitor.context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
