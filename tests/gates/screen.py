"""A browser window that shows pages of a site without a network, and axe that looks at them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Error, Page, Route

from updago.testing.visits import Visit
from updago.testing.web import ORIGIN

SIZES: Final = ((1280, 900), (360, 740))
NARROW: Final = SIZES[-1][0]
# Where a page stands that was fetched before; its address is not one of the site.
SHOWN: Final = "/shown"
PATIENCE: Final = 10_000
OK: Final = 200
NUMBERS: Final = re.compile(r"\d+")
RUN: Final = """async (part) => {
  const found = await axe.run(document.querySelector(part), {resultTypes: ['violations']});
  return found.violations;
}"""
WHOLE: Final = "html"
# Folds are open from the start; what lies on top of the page opens in turn.
UNFOLD: Final = """() => {
  const folds = [...document.querySelectorAll('details:not([open]):not([data-menu])')];
  for (const fold of folds) fold.open = true;
}"""
OPENERS: Final = """() => {
  const found = [];
  document.querySelectorAll('a[data-dialog], [data-open], [data-menu]').forEach((it, at) => {
    it.dataset.gate = at;
    const name = it.dataset.open ?? it.getAttribute('href') ?? it.textContent;
    found.push([at, it.tagName + ' ' + name.trim()]);
  });
  return found;
}"""
OPEN: Final = """(part) => {
  const it = document.querySelector(part);
  if (it.matches('[data-menu]')) it.open = true; else it.click();
}"""
CLOSE: Final = """() => {
  document.querySelectorAll('dialog[open]').forEach((it) => it.close());
  document.querySelectorAll('[data-menu][open]').forEach((it) => { it.open = false; });
}"""
EDGES: Final = """(part) => {
  const box = document.querySelector(part).getBoundingClientRect();
  return [box.left, box.right];
}"""
SLACK: Final = 1

Answer = Callable[[str], Visit]


@dataclass
class Screen:
    """Pages wide and narrow, with what opens on them. What was opened once is not opened again."""

    page: Page
    axe: str
    opened: set[str] = field(default_factory=set)
    _assets: dict[str, Visit] = field(default_factory=dict)
    _shown: Visit | None = None
    _answer: Answer | None = None

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.route("**/*", self._fulfil)

    def faults(self, seen: Visit, answer: Answer) -> list[str]:
        """What is wrong on a page that was fetched; `answer` gives what the page asks for."""
        self._shown, self._answer = seen, answer
        self._load()
        found = self._looked_at(WHOLE)
        for at, name in self.page.evaluate(OPENERS):
            if (key := NUMBERS.sub("", name)) not in self.opened:
                self.opened.add(key)
                found += [f"{name!r} open, {fault}" for fault in self._with_open(at)]
        return list(dict.fromkeys(found))

    def _load(self) -> None:
        self.page.set_viewport_size(_size(SIZES[0]))  # type: ignore[arg-type] # a TypedDict
        self.page.goto(f"{ORIGIN}{SHOWN}")
        self.page.evaluate(self.axe)
        self.page.evaluate(UNFOLD)

    def _with_open(self, at: int) -> list[str]:
        opener = f'[data-gate="{at}"]'
        self.page.set_viewport_size(_size(SIZES[0]))  # type: ignore[arg-type] # a TypedDict
        is_menu = self.page.locator(f"{opener}[data-menu]").count() > 0
        layer = f"{opener} > .menu" if is_menu else "dialog[open]"
        self.page.evaluate(OPEN, opener)
        try:
            self.page.wait_for_selector(layer)
            found = self._looked_at(layer)
            self.page.evaluate(CLOSE)
        except Error as error:
            self._load()
            self.page.evaluate(OPENERS)
            return [f"it shows nothing: {str(error).splitlines()[0]}"]
        return found

    def _looked_at(self, part: str) -> list[str]:
        """What axe finds in a part of the page, and whether the part fits, at each size."""
        found = []
        for size in SIZES:
            self.page.set_viewport_size(_size(size))  # type: ignore[arg-type] # a TypedDict
            found += [f"{size[0]} px: {_told(it)}" for it in self.page.evaluate(RUN, part)]
            left, right = self.page.evaluate(EDGES, part)
            if left < -SLACK or right > size[0] + SLACK:
                found.append(f"{size[0]} px: it reaches from {left:.0f} to {right:.0f} px")
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW:
            found.append(f"{NARROW} px: the page is {width} px wide")
        return found

    def _fulfil(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        seen = self._shown if path == SHOWN else self._fetched(path)
        assert seen is not None
        headers = {name: text for name, text in seen.response.headers.items() if name != "Location"}
        route.fulfill(status=seen.response.status_int, headers=headers, body=seen.response.body)

    def _fetched(self, path: str) -> Visit:
        assert self._answer is not None
        if not path.startswith("/static/"):
            return self._answer(path)
        if path not in self._assets:
            self._assets[path] = self._answer(path)
        return self._assets[path]


def is_page(seen: Visit) -> bool:
    """Whether an answer is a whole page."""
    return seen.response.status_int == OK and "<html" in seen.text


def _size(size: tuple[int, int]) -> dict[str, int]:
    return dict(zip(("width", "height"), size, strict=True))


def _told(fault: dict[str, Any]) -> str:
    places = "; ".join(_places(fault))
    return f"{fault['id']}: {fault['help']} ({places})"


def _places(fault: dict[str, Any]) -> Iterator[str]:
    return (str(node["target"]) for node in fault["nodes"][:3])
