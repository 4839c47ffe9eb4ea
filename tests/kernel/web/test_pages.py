from __future__ import annotations

from typing import Any

import pytest
from webob import Request

from tests.kernel.web.sample import plugin as sample_plugin
from updago.kernel.web.assets import Assets
from updago.kernel.web.declarations import SlotFilling
from updago.testing.factories.people import People, Someone
from updago.testing.web import Client, main_form, queries


def nav_of(client: Client) -> list[str]:
    page = client.get("/sample/open")
    return [link.text for link in page.html.select("nav.only-wide a")]


def test_the_bar_shows_what_a_person_may_open(
    sample: Client, anna: Someone, people: People
) -> None:
    assert "Open" in nav_of(sample)
    assert not {"Form", "Config"} & set(nav_of(sample))
    shown = nav_of(sample.sign_in(anna.id))
    assert shown.index("Form") < shown.index("Open")
    assert "Config" not in shown
    sample.reset()
    assert "Config" in nav_of(sample.sign_in(people.manager().id))


def test_an_entry_without_its_route_is_left_out(sample: Client) -> None:
    assert "None" not in nav_of(sample)


def test_a_confirmation_is_shown_once(sample: Client, anna: Someone) -> None:
    form = main_form(sample.sign_in(anna.id).get("/sample/form"))
    page = form.submit(status=303).follow()
    assert len(page.html.select("[data-toast]")) == 1
    assert sample.get("/sample/open").html.select_one("[data-toast]") is None


def test_a_page_writes_no_cookie_without_a_reason(sample: Client, anna: Someone) -> None:
    sample.sign_in(anna.id).get("/sample/open")
    for path in ("/sample/open", "/sample/form", "/sample/empty"):
        assert "Set-Cookie" not in sample.get(path).headers


def test_the_frame_of_a_page_costs_few_queries(sample: Client, anna: Someone) -> None:
    sample.sign_in(anna.id).get("/sample/form")
    with queries(sample.site) as seen:
        sample.get("/sample/form")
    assert len(seen) <= 4, str(seen)


class TestSlots:
    def test_a_slot_shows_what_a_plugin_adds(self, sample: Client) -> None:
        assert "hello" in sample.get("/sample/open").text

    @pytest.mark.parametrize("answer", [RuntimeError("secret"), "<b>no markup</b>"])
    def test_a_filling_that_fails_is_left_out_and_counted(
        self, sample: Client, answer: Any
    ) -> None:
        def render(*_: object) -> Any:
            if isinstance(answer, Exception):
                raise answer
            return answer

        object.__setattr__(sample.site.bus, "strict", False)
        registry = sample.site.declared(SlotFilling)
        entry = registry._entries["sample.greeting"]
        filling = SlotFilling("sample.greeting", "sample.aside", render)
        registry._entries["sample.greeting"] = type(entry)(entry.plugin, filling)
        page = sample.get("/sample/open")
        assert "secret" not in page.text
        assert "no markup" not in page.text
        assert sample.site.breakers.report()["sample", "sample.greeting"].total == 1

    def test_tests_see_a_filling_that_fails(self, sample: Client) -> None:
        def render(*_: object) -> Any:
            raise RuntimeError("secret")

        registry = sample.site.declared(SlotFilling)
        entry = registry._entries["sample.greeting"]
        filling = SlotFilling("sample.greeting", "sample.aside", render)
        registry._entries["sample.greeting"] = type(entry)(entry.plugin, filling)
        sample.get("/sample/open", status=500)


class TestAssets:
    @pytest.fixture
    def assets(self, sample: Client, tmp_path: Any) -> Assets:
        found: Assets = sample.wsgi.registry["assets"]  # type: ignore[attr-defined]
        for name, content in (
            ("a-1.woff2", b"font"),
            ("a-1.css", b"plain"),
            ("a-1.css.br", b"br"),
            ("a-1.css.gz", b"gz"),
        ):
            (tmp_path / name).write_bytes(content)
            found.files[name] = tmp_path / name
        found.add("a.css", "a-1.css", tmp_path / "a-1.css")
        return found

    @pytest.mark.parametrize(
        ("accepts", "body", "encoding"),
        [("br, gzip", b"br", "br"), ("gzip", b"gz", "gzip"), ("", b"plain", None),
         ("br;q=0, gzip", b"gz", "gzip")],
    )  # fmt: skip
    def test_the_smallest_form_that_is_taken_is_sent(
        self, sample: Client, assets: Assets, accepts: str, body: bytes, encoding: str | None
    ) -> None:
        request = Request.blank(assets.addresses["a.css"], headers={"Accept-Encoding": accepts})
        answer = request.get_response(sample.wsgi)
        assert answer.body == body
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.content_type == "text/css"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Accept-Encoding" in answer.headers["Vary"]

    @pytest.mark.usefixtures("assets")
    def test_what_is_no_text_has_no_signs(self, sample: Client) -> None:
        answer = sample.get("/static/a-1.woff2")
        assert (answer.body, answer.headers["Content-Type"]) == (b"font", "font/woff2")

    @pytest.mark.parametrize("path", ["x.css", "../assets.py", "%2e%2e/assets.py", ".stamp"])
    def test_nothing_else_is_served(self, sample: Client, assets: Assets, path: str) -> None:
        sample.get(f"/static/{path}", status=404)

    def test_files_of_a_plugin_are_named_by_their_content(
        self, make_app: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "plugin" / "static"
        folder.mkdir(parents=True)
        (folder / "own.js").write_text("1")
        monkeypatch.setattr(sample_plugin.SamplePlugin, "folder", folder.parent)
        client = make_app(sample_plugin.SamplePlugin())
        address = client.wsgi.registry["assets"].addresses["sample/own.js"]
        assert address.startswith("/static/sample/own-")
        assert client.get(address).text == "1"
