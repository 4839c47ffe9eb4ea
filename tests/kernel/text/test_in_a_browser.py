"""The hostile corpus, shown by a real browser: nothing runs, nothing is asked for."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, Route, sync_playwright

from updago.kernel.text import RichText

CORPUS = Path(__file__).parent / "hostile.txt"
ORIGIN = "https://site.example"

pytestmark = pytest.mark.browser


def shown(line: str) -> str:
    vector = line.encode("latin-1", "backslashreplace").decode("unicode_escape")
    return str(RichText.of(vector).markup())


def page_of(fragments: list[str]) -> str:
    """Write each fragment into the page as a server does, and once more by script."""
    served = "".join(f"<section>{fragment}</section>\n" for fragment in fragments)
    return (
        "<!doctype html><meta charset=utf-8><script>var hits = []; var hit = n => hits.push(n)"
        f"</script>{served}<div id=again></div><script type=application/json id=data>"
        f"{json.dumps(fragments).replace('<', chr(92) + 'u003c')}</script><script>"
        "for (const html of JSON.parse(data.textContent)) { const box = document.createElement("
        "'section'); box.innerHTML = html; again.append(box); }</script>"
    )


def test_nothing_of_the_corpus_runs_or_leaves_the_site() -> None:
    lines = [line for line in CORPUS.read_text("utf-8").splitlines() if line[:2] not in {"", "# "}]
    html = page_of([shown(line) for line in lines])
    asked: list[Request] = []

    def answer(route: Route) -> None:
        asked.append(route.request)
        if route.request.url == f"{ORIGIN}/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/")
        for kind in ("click", "mouseover", "pointerenter", "focus", "toggle", "wheel", "copy"):
            page.evaluate(
                "kind => document.querySelectorAll('section *').forEach("
                "one => one.dispatchEvent(new Event(kind, {bubbles: true, cancelable: true})))",
                kind,
            )
        sections = page.locator("section").count()
        hits = page.evaluate("hits")
        globals_held = page.evaluate("[typeof config, document.body.tagName, String(location)]")
        protocols = page.evaluate(
            "[...new Set([...document.querySelectorAll('a[href], area')].map(one => one.protocol))]"
        )
        page.close()
        browser.close()
    assert sections == 2 * len(lines)
    assert hits == []
    assert set(protocols) <= {"http:", "https:", "mailto:", "tel:", ":"}
    assert globals_held == ["undefined", "BODY", f"{ORIGIN}/"]
    hosts = {urlsplit(request.url).hostname for request in asked}
    assert "evil.example" not in hosts
    assert {request.resource_type for request in asked} <= {"document", "image", "media"}
