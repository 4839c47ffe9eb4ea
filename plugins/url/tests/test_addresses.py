from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from wtforms import Form

from plugins.url.addresses import host_of, is_web_address, without_spaces
from plugins.url.foreign import load
from plugins.url.forms import WebAddress
from plugins.url.models import Link
from plugins.url.plugin import plugin
from updago.api.commands import Site
from updago.api.errors import Invalid
from updago.api.ports import ForeignRecord
from updago.api.spaces import create_activity, make_placeholder
from updago.testing.behaviour import SampleLoading
from updago.testing.factories.spaces import Spaces


@pytest.mark.parametrize(
    "address",
    ["https://www.univ-poitiers.fr/", "http://localhost:8080/a?b=c#d", "https://été.example/é"],
)
def test_absolute_web_addresses_are_taken(address: str) -> None:
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "www.univ-poitiers.fr",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https://a b",
        "http://a\r\nSet-Cookie: x",
        "//evil.example",
        "https://[::1",
        "https://javascript:alert(1)",
        "https://a.example:99999/",
        "https://a.example:0/",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    assert not is_web_address(address)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_an_address(text: str) -> None:
    assert isinstance(host_of(text), str)
    assert not is_web_address(text) or host_of(text)


class TestForeign:
    @pytest.fixture
    def site(self, make_site: Callable[..., Site]) -> Site:
        return make_site(plugin)

    def load(self, site: Site, **values: str) -> tuple[str, list[str]]:
        """The stored address, and what is said to differ."""
        told: list[str] = []

        class Telling(SampleLoading):
            def differs(self, sentence: str, mapping: Mapping[str, object] | None = None) -> None:
                told.append(sentence)

        loading = Telling(site, 1)
        with site.acting() as act:
            course = Spaces(site).course()
        with site.acting() as act:
            activity = make_placeholder(
                act,
                course_id=course.id,
                section_id=course.section_ids[0],
                waiting_type="url",
                name="Site",
                waiting={},
            )
            load(act, activity, ForeignRecord("moodle2", "url", values), loading)
            return act.session.scalars(select(Link.address)).one(), told

    def test_an_address_without_a_scheme_gets_the_safe_one(self, site: Site) -> None:
        stored, told = self.load(site, externalurl="//www.univ-poitiers.fr/x")
        assert stored == "https://www.univ-poitiers.fr/x"
        assert len(told) == 1

    def test_parameters_are_left_out_and_told(self, site: Site) -> None:
        stored, told = self.load(
            site, externalurl="https://a.example/", parameters='a:1:{i:0;s:2:"id";}'
        )
        assert stored == "https://a.example/"
        assert len(told) == 1

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://a.example/", ""])
    def test_anything_else_waits(self, site: Site, address: str) -> None:
        with pytest.raises(Invalid, match="no web address"):
            self.load(site, externalurl=address)

    def test_only_a_web_address_is_stored(self, site: Site) -> None:
        course = Spaces(site).course()
        with pytest.raises(Invalid, match="begins with") as refused, site.acting() as act:
            create_activity(
                act,
                course_id=course.id,
                section_id=course.section_ids[0],
                type="url",
                name="Site",
                data={"address": "javascript:alert(1)"},
            )
        assert refused.value.field == "address"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "www.example.org"])
def test_a_form_takes_web_addresses_only(typed: str) -> None:
    with pytest.raises(ValueError, match="begins with"):
        WebAddress()(Form(), SimpleNamespace(data=typed))  # type: ignore[arg-type]


def test_spaces_are_read_as_browsers_read_them() -> None:
    address = without_spaces(" https://example.org/a b#c d\n")

    assert address == "https://example.org/a%20b#c%20d"
    assert is_web_address(address)
