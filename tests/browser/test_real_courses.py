"""Real courses in a real browser: a student opens everything, a teacher changes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.archives import LARGE_FILES, Archive
from tests.browser.people import MEASURE, STUDENT, Stage, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.fixtures, pytest.mark.slow]

Enter = Callable[..., Visitor]
TITLES = ".act-title a[href]"
FILES = "main [src*='/files/'], main [href*='/files/']"


@pytest.mark.parametrize("path", LARGE_FILES, ids=lambda path: path.stem)
def test_a_student_opens_everything_and_gets_every_file_as_it_was(
    path: Path, archives: dict[Path, Archive], stage: Stage, enter: Enter
) -> None:
    if path not in archives:
        pytest.skip("a backup of another kind")
    archive = archives[path]
    student = enter(STUDENT)
    page = student.page
    page.goto(f"/courses/{stage.courses[archive.name]}")
    open_sections(page)
    links = {
        link.inner_text().strip(): link.get_attribute("href") for link in page.locator(TITLES).all()
    }
    assert {title.strip() for title in archive.titles} == links.keys()

    addresses = look(page)
    for address in links.values():
        assert address is not None
        answer = student.context.request.get(address, max_redirects=0)
        if answer.status in (302, 303):
            assert answer.headers["location"].startswith(("https://", "http://"))
            continue
        page.goto(address)
        addresses |= look(page)

    served = {}
    for address in addresses:
        answer = student.context.request.get(address)
        assert answer.status == 200, address
        served[address] = hashlib.sha1(answer.body()).hexdigest()
    for address, digest in served.items():
        name = unquote(urlsplit(address).path.rpartition("/")[2])
        assert digest in archive.hashes[name], address
    assert archive.shown() <= set(served.values())


def open_sections(page: Page) -> None:
    for section in page.locator("main details.section[id]").all():
        if section.get_attribute("open") is None:
            section.locator("summary").first.click()
        assert section.get_attribute("open") is not None


def look(page: Page) -> set[str]:
    """The addresses of all files that a page shows or offers; its own pictures have loaded."""
    pictures = page.locator("main img").evaluate_all(MEASURE)
    assert [source for source, width in pictures if not width] == []
    found: list[str] = page.locator(FILES).evaluate_all("all => all.map((e) => e.src || e.href)")
    return set(found)
