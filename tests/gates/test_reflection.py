"""What an address says never becomes part of a page (H33)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain
from urllib.parse import quote

import pytest

from updago.kernel.web.routing import PageRoute
from updago.testing.routes import NOTHING, OWN, PLACEHOLDER, Addresses, is_object
from updago.testing.visits import visit
from updago.testing.world import World

MARK = "gate7531"
# Breaks out of a text, of an attribute in either quotes, and of a script.
HOSTILE = f"'\"></script><script>{MARK}()</script><img src=x onerror={MARK}>"
RAW = re.compile(rf"<script>{MARK}|<img src=x onerror={MARK}|=\s*[\"']?'\"></script>")
# Words that pages read from an address, found in the sources and in the links of pages.
COMMON = ("q", "next", "page", "edit", "role", "group", "status", "sort", "lang", "kept", "token",
          "search", "filter", "section", "download", "year")  # fmt: skip
LINKED = re.compile(r"[?&](?:amp;)?([a-z_]+)=")
NAMED = re.compile(r"<(?:input|select|textarea)[^>]*\sname=\"([^\"]+)\"")
# What leads to another site: by its scheme, or by what browsers read as `//`.
ELSEWHERE = ("//evil.example", "/\\evil.example")
ELSEWHERE_TOO = (
    "https:evil.example", "https://evil.example", "/%2f%2fevil.example", "javascript:alert(1)",
    "/\t/evil.example", "\n//evil.example",
)  # fmt: skip


def hostile_paths(addresses: Addresses) -> Iterator[tuple[PageRoute, str]]:
    """Every route with each of its placeholders said in a hostile way."""
    bad = quote(HOSTILE, safe="")
    for route in addresses.pages:
        names = PLACEHOLDER.findall(route.pattern)
        for name in names:
            yield route, PLACEHOLDER.sub(partial(_said, name, bad), route.pattern)
        if names and not is_object(names[-1]):
            yield route, f"{addresses.path(route).rpartition('/')[0]}/{bad}"


def _said(name: str, bad: str, found: re.Match[str]) -> str:
    return bad if found[1] == name else "1"


@pytest.mark.parametrize("person", ["administrator", "anonymous"])
def test_a_part_of_an_address_stays_a_text(world: World, addresses: Addresses, person: str) -> None:
    wrong = []
    for route, path in hostile_paths(addresses):
        seen = visit(world, person, "GET", path)
        if RAW.search(seen.text) or seen.response.status_int >= 500:
            wrong.append(f"{route.name} {seen.answer}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", ["administrator", "anonymous"])
def test_a_parameter_of_an_address_stays_a_text(
    world: World, addresses: Addresses, person: str
) -> None:
    wrong = []
    for case in chain(addresses.cases("GET", OWN), addresses.cases("GET", NOTHING)):
        plain = visit(world, person, "GET", case.path)
        names = {*COMMON, *LINKED.findall(plain.text), *NAMED.findall(plain.text)}
        query = "&".join(f"{quote(name)}={quote(HOSTILE)}" for name in sorted(names))
        seen = visit(world, person, "GET", f"{case.path}?{query}")
        if RAW.search(seen.text) or seen.response.status_int >= 500:
            wrong.append(f"{case.route.name} {seen.answer} {sorted(names)}")
        if "\n" in (seen.response.location or ""):
            wrong.append(f"{case.route.name} splits its headers")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_each_parameter_alone_stays_a_text(world: World, addresses: Addresses) -> None:
    wrong = []
    for case in chain(addresses.cases("GET", OWN), addresses.cases("GET", NOTHING)):
        for person in ("administrator", "anonymous"):
            plain = visit(world, person, "GET", case.path)
            for name in {*COMMON, *LINKED.findall(plain.text)}:
                path = f"{case.path}?{name}={quote(HOSTILE)}"
                seen = visit(world, person, "GET", path)
                if RAW.search(seen.text) or seen.response.status_int >= 500:
                    wrong.append(f"{case.route.name} {name} {seen.answer}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_what_is_typed_comes_back_as_a_text(world: World, addresses: Addresses) -> None:
    wrong = []
    for case in chain(addresses.cases("POST", OWN), addresses.cases("POST", NOTHING)):
        plain = visit(world, "administrator", "GET", case.path)
        names = set(NAMED.findall(plain.text)) - {"csrf_token"}
        seen = visit(
            world, "administrator", "POST", case.path, fields=dict.fromkeys(names, HOSTILE)
        )
        if RAW.search(seen.text) or seen.response.status_int >= 500:
            wrong.append(f"{case.route.name} {seen.answer} {sorted(names)}")
    assert not wrong, "\n".join(wrong)


def sent_away(world: World, addresses: Addresses, address: str) -> list[str]:
    """The routes that send somebody where `next` says, on another site."""
    wrong = []
    for case in chain(addresses.cases("GET", NOTHING), addresses.cases("POST", NOTHING)):
        path = f"{case.path}?next={quote(address)}"
        fields = {"next": address} if case.method == "POST" else None
        for person in ("member", "anonymous"):
            where = visit(world, person, case.method, path, fields=fields).response.location or ""
            host = re.match(r"(?:[a-z]+:)?[/\\]{2}([^/\\]*)", where)
            if where and (host is None or host[1] not in {"localhost", "localhost:80"}):
                wrong.append(f"{case.route.name} leads to {where}")
    return wrong


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_to_another_site(world: World, addresses: Addresses, address: str) -> None:
    assert not sent_away(world, addresses, address)


@pytest.mark.slow
@pytest.mark.parametrize("address", ELSEWHERE_TOO)
def test_nobody_is_sent_away_by_other_spellings(
    world: World, addresses: Addresses, address: str
) -> None:
    assert not sent_away(world, addresses, address)
