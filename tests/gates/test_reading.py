"""Looking changes nothing (H30), and no address carries what only its owner may know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain

import pytest

from updago.testing.routes import NOTHING, OWN, Addresses, Case
from updago.testing.visits import visit
from updago.testing.world import PERSONS, World

# Where a protocol brings somebody back by a GET that writes. Each needs a nonce of its own.
RETURNS: frozenset[str] = frozenset()
QUICK = ("member", "administrator")
ADDRESS = re.compile(r"""(?:href|src|action|formaction|content)=["']([^"']*)["']""")
SECRET = re.compile(r"[?&;](?:csrf_token|token|sid|session|password|_once)=", re.IGNORECASE)


def pages(addresses: Addresses) -> Iterator[Case]:
    cases = chain(addresses.cases("GET", OWN), addresses.cases("GET", NOTHING))
    return (case for case in cases if case.route.name not in RETURNS)


def test_returns_of_protocols_are_those_of_the_table(addresses: Addresses) -> None:
    assert {route.name for route in addresses.pages if route.protocol_return} == RETURNS


def looks(world: World, addresses: Addresses, person: str) -> None:
    """Every page as one person."""
    wrong = []
    for case in pages(addresses):
        seen = visit(world, person, "GET", case.path)
        if seen.record.written:
            wrong.append(f"{case.route.name} writes {seen.record.written}")
        found = [unescape(text) for text in ADDRESS.findall(seen.text)]
        found.append(seen.response.location or "")
        wrong += [f"{case.route.name} leads to {text}" for text in found if SECRET.search(text)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", QUICK)
def test_looking_writes_nothing_and_no_address_carries_a_token(
    world: World, addresses: Addresses, person: str
) -> None:
    looks(world, addresses, person)


@pytest.mark.slow
@pytest.mark.parametrize("person", [name for name in PERSONS if name not in QUICK])
def test_looking_writes_nothing_whoever_looks(
    world: World, addresses: Addresses, person: str
) -> None:
    looks(world, addresses, person)


@pytest.mark.slow
def test_asking_for_the_head_of_a_page_writes_nothing(world: World, addresses: Addresses) -> None:
    for case in pages(addresses):
        seen = visit(world, "administrator", "HEAD", case.path)
        assert not seen.record.written, case.route.name
        assert not seen.response.body, case.route.name
