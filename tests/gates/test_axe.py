"""Every page can be used by everybody: axe finds nothing, wide and narrow, refused forms too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from playwright.sync_api import Page, Route, sync_playwright
from webob import Response

from updago.testing.recording import Record
from updago.testing.routes import NOTHING, OWN, Addresses, Case
from updago.testing.visits import Visit, visit
from updago.testing.web import ORIGIN
from updago.testing.world import World

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# Students and teachers see their pages; the others those that neither of them sees.
FIRST, ELSE = ("member", "teacher"), ("administrator", "other_course", "anonymous")
MAIN = {"my", "course.view", "participants.view", "forum.discussion.view", "activity.edit",
        "core.landing.view"}  # fmt: skip
# No pages: what answers with a file, with plain text or with the way elsewhere.
NO_PAGES = {
    "core.health.live", "core.health.ready", "core.metrics.view", "static", "file.view",
    "folder.archive",
    "auth_local.choose",  # a page for the holder of a link from a mail
}  # fmt: skip
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
OK, REFUSED = 200, 422


class Screen:
    """A browser window whose requests the site answers without a network."""

    def __init__(self, page: Page, world: World, axe: str) -> None:
        self._page, self._world, self._axe = page, world, axe
        self._shown: Visit | None = None
        page.route("**/*", self._answer)

    def faults(self, seen: Visit) -> list[str]:
        """What axe finds on a page that was fetched, wide and narrow."""
        self._shown = seen
        found = []
        self._page.set_viewport_size(WIDE)  # type: ignore[arg-type] # a TypedDict
        self._page.goto(f"{ORIGIN}/shown")
        self._page.evaluate(self._axe)
        for size in (WIDE, NARROW):
            self._page.set_viewport_size(size)  # type: ignore[arg-type] # a TypedDict
            found += [f"{size['width']} px: {_told(fault)}" for fault in self._page.evaluate(RUN)]
        width = self._page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            found.append(f"{NARROW['width']} px: the page is {width} px wide")
        return found

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        seen = self._shown if path == "/shown" else visit(self._world, "member", "GET", path)
        assert seen is not None
        headers = {
            name: value for name, value in seen.response.headers.items() if name != "Location"
        }
        route.fulfill(status=seen.response.status_int, headers=headers, body=seen.response.body)


def _told(fault: dict[str, Any]) -> str:
    places = "; ".join(str(node["target"]) for node in fault["nodes"][:3])
    return f"{fault['id']}: {fault['help']} ({places})"


@pytest.fixture(scope="module")
def screen(world: World, axe_script: str) -> Iterator[Screen]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        yield Screen(browser.new_page(bypass_csp=True), world, axe_script)
        browser.close()


def is_page(seen: Visit) -> bool:
    return seen.response.status_int == OK and "<html" in seen.text


def seen_by(world: World, case: Case) -> dict[str, Visit]:
    """The page as those see it whom it is for."""
    found = {person: visit(world, person, "GET", case.path) for person in FIRST}
    found = {person: seen for person, seen in found.items() if is_page(seen)}
    others = (person for person in ELSE if not found)
    return found or {p: s for p in others if is_page(s := visit(world, p, "GET", case.path))}


def pages(addresses: Addresses, method: str = "GET") -> Iterator[Case]:
    return chain(addresses.cases(method, OWN), addresses.cases(method, NOTHING))


def checked(screen: Screen, world: World, cases: list[Case]) -> None:
    wrong = []
    for case in cases:
        for person, seen in seen_by(world, case).items():
            wrong += [f"{case.route.name} as {person}, {fault}" for fault in screen.faults(seen)]
    assert not wrong, "\n".join(wrong)


def test_the_main_pages_have_no_fault(screen: Screen, world: World, addresses: Addresses) -> None:
    checked(screen, world, [case for case in pages(addresses) if case.route.name in MAIN])


@pytest.mark.slow
def test_no_page_has_a_fault(screen: Screen, world: World, addresses: Addresses) -> None:
    checked(screen, world, list(pages(addresses)))


@pytest.mark.slow
def test_no_refused_form_has_a_fault(screen: Screen, world: World, addresses: Addresses) -> None:
    wrong = []
    for case in pages(addresses, "POST"):
        seen = visit(world, "administrator", "POST", case.path)
        if seen.response.status_int == REFUSED and "<html" in seen.text:
            wrong += [f"{case.route.name}, {fault}" for fault in screen.faults(seen)]
    assert not wrong, "\n".join(wrong)


def test_every_page_is_looked_at(world: World, addresses: Addresses) -> None:
    unseen = {case.route.name for case in pages(addresses) if not seen_by(world, case)}
    assert unseen == NO_PAGES


def test_a_page_with_a_fault_is_not_passed(screen: Screen) -> None:
    page = "<!doctype html><html><body><img src='/static/none.png'><div style='width:900px'>x"
    response = Response(page, content_type="text/html", charset="utf-8")
    told = " ".join(screen.faults(Visit(response, Record())))
    assert "image-alt" in told
    assert "html-has-lang" in told
    assert "px wide" in told
