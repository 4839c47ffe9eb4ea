"""Every page can be used by everybody: axe finds nothing, wide and narrow, empty and refused."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from itertools import chain

import pytest
from playwright.sync_api import sync_playwright
from webob import Response

from tests.gates.empty import CONTENTS, Empty, build_desert, build_hollow
from tests.gates.screen import Screen, is_page
from updago.kernel.web.assets import asset
from updago.kernel.web.routing import PageRoute
from updago.testing.databases import PlaceDatabase
from updago.testing.recording import Record
from updago.testing.routes import NOTHING, OWN, PLACEHOLDER, Addresses, Case
from updago.testing.visits import Visit, visit
from updago.testing.world import World

pytestmark = pytest.mark.browser

# Students and teachers see their pages; the others those that neither of them sees.
FIRST, ELSE = ("member", "teacher"), ("administrator", "other_course", "anonymous")
MAIN = {"my", "course.view", "participants.view", "forum.discussion.view", "activity.edit",
        "page.view", "core.landing.view"}  # fmt: skip
# No pages: what answers with a file, with plain text or with the way elsewhere.
NO_PAGES = {
    "core.health.live", "core.health.ready", "core.metrics.view", "static", "file.view",
    "folder.archive",
    "auth_local.choose",  # a page for the holder of a link from a mail
}  # fmt: skip
# Shows what waits, and is nowhere when nothing does.
NEVER_EMPTY = {"activity.waiting"}
REFUSED = 422


@pytest.fixture(scope="module")
def screen(axe_script: str) -> Iterator[Screen]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        yield Screen(browser.new_page(bypass_csp=True), axe_script)
        browser.close()


@pytest.fixture(scope="module")
def empties(
    tmp_path_factory: pytest.TempPathFactory, place_for_the_run: PlaceDatabase
) -> Iterator[tuple[Empty, ...]]:
    """The sites with nothing in them."""
    builders = (build_desert, build_hollow)
    made = tuple(it(tmp_path_factory.mktemp("empty"), place_for_the_run) for it in builders)
    yield made
    for site in made:
        site.site.close()


def empty_pages(empties: tuple[Empty, ...]) -> Iterator[tuple[Empty, str, PageRoute, Visit]]:
    """Every page that shows nothing, with the person who sees it."""
    for empty in empties:
        for person, route, path in empty.pages():
            seen = visit(empty, person, "GET", path)
            if is_page(seen):
                yield empty, person, route, seen


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
            found = screen.faults(seen, partial(visit, world, person, "GET"))
            wrong += [f"{case.route.name} as {person}, {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)


def test_the_main_pages_have_no_fault(screen: Screen, world: World, addresses: Addresses) -> None:
    checked(screen, world, [case for case in pages(addresses) if case.route.name in MAIN])


@pytest.mark.slow
def test_no_page_has_a_fault(screen: Screen, world: World, addresses: Addresses) -> None:
    checked(screen, world, [case for case in pages(addresses) if case.route.name not in MAIN])


@pytest.mark.slow
def test_no_refused_form_has_a_fault(screen: Screen, world: World, addresses: Addresses) -> None:
    wrong = []
    answer = partial(visit, world, "administrator", "GET")
    for case in pages(addresses, "POST"):
        seen = visit(world, "administrator", "POST", case.path)
        if seen.response.status_int == REFUSED and "<html" in seen.text:
            wrong += [f"{case.route.name}, {fault}" for fault in screen.faults(seen, answer)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_no_empty_page_has_a_fault(screen: Screen, empties: tuple[Empty, ...]) -> None:
    wrong = []
    for empty, person, route, seen in empty_pages(empties):
        found = screen.faults(seen, partial(visit, empty, person, "GET"))
        wrong += [f"{route.name} as {person}, {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)


def test_every_page_is_looked_at(world: World, addresses: Addresses) -> None:
    unseen = {case.route.name for case in pages(addresses) if not seen_by(world, case)}
    assert unseen == NO_PAGES


def test_every_page_that_can_be_empty_is_looked_at_empty(empties: tuple[Empty, ...]) -> None:
    seen = {route.name for _, _, route, _ in empty_pages(empties)}
    possible = {
        route.name
        for route in empties[0].routes
        if CONTENTS.isdisjoint(PLACEHOLDER.findall(route.pattern))
    }
    assert possible - seen <= NO_PAGES | NEVER_EMPTY


def test_a_page_with_a_fault_is_not_passed(screen: Screen, world: World) -> None:
    page = "<!doctype html><html><body><img src='/static/none.png'><div style='width:900px'>x"
    response = Response(page, content_type="text/html", charset="utf-8")
    answer = partial(visit, world, "member", "GET")
    told = " ".join(screen.faults(Visit(response, Record()), answer))
    assert "image-alt" in told
    assert "html-has-lang" in told
    assert "px wide" in told


def test_a_fault_of_what_opens_is_told(screen: Screen, world: World) -> None:
    page = """<!doctype html><html lang="fr"><head><title>x</title>
      <script type="module" src="{app}"></script></head><body><main><h1>x</h1>
      <button data-open="d">Ouvrir</button><dialog id="d"><input></dialog>
      <details data-menu><summary>Menu</summary><div class="menu"><img src="x"></div></details>
      <a data-dialog href="/nowhere">Nulle part</a></main></body></html>"""
    app = asset(world.wsgi.registry, "app.js")  # type: ignore[attr-defined] # Pyramid's
    response = Response(page.format(app=app), content_type="text/html", charset="utf-8")
    answer = partial(visit, world, "member", "GET")
    told = screen.faults(Visit(response, Record()), answer)
    assert any("BUTTON d" in fault and "label" in fault for fault in told)
    assert any("DETAILS Menu" in fault and "image-alt" in fault for fault in told)
    assert any("/nowhere" in fault and "shows nothing" in fault for fault in told)
