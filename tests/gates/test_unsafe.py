"""Whatever changes something asks for a token, from our own pages, by its own method (H29)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain

import pytest

from updago.testing.routes import NOTHING, OWN, Addresses, Case
from updago.testing.visits import LOGIN, Visit, visit
from updago.testing.world import World

# Posts that other servers send and sign themselves, so that no form of ours holds their token.
SIGNED: frozenset[str] = frozenset()
DISGUISE = dict.fromkeys(("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method"), "POST")
# Whoever may do most has most to lose.
QUICK, OTHERS = ("administrator",), ("teacher", "member", "anonymous")
REFUSED = {400, 403, 415}
# A form of another account is kept for that account.
KEPT = {"core_kept_post", "core_blob", "core_audit"}


def posts(addresses: Addresses) -> Iterator[Case]:
    cases = chain(addresses.cases("POST", OWN), addresses.cases("POST", NOTHING))
    return (case for case in cases if case.route.name not in SIGNED)


def without_token(world: World, person: str, case: Case) -> Visit:
    return visit(world, person, "POST", case.path, body=b"name=Nouveau")


def with_a_strangers_token(world: World, person: str, case: Case) -> Visit:
    other = "teacher" if person != "teacher" else "member"
    token = world.browsers[other].token
    return visit(world, person, "POST", case.path, fields={"csrf_token": token})


def from_another_site(world: World, person: str, case: Case) -> Visit:
    return visit(world, person, "POST", case.path, headers={"Origin": "https://evil.example"})


def from_a_page_without_origin(world: World, person: str, case: Case) -> Visit:
    return visit(world, person, "POST", case.path, headers={"Origin": "null"})


def as_plain_text(world: World, person: str, case: Case) -> Visit:
    body = json.dumps({"csrf_token": world.browsers[person].token}).encode()
    return visit(
        world, person, "POST", case.path, headers={"Content-Type": "text/plain"}, body=body
    )


Way = Callable[[World, str, Case], Visit]
WAYS: tuple[Way, ...] = (
    without_token,
    with_a_strangers_token,
    from_another_site,
    from_a_page_without_origin,
    as_plain_text,
)


def test_signed_posts_are_those_of_the_table(addresses: Addresses) -> None:
    assert {route.name for route in addresses.pages if route.signed_post} == SIGNED


def forged(world: World, addresses: Addresses, person: str, way: Way) -> None:
    """Every post of one person, forged in one way."""
    wrong = []
    for case in posts(addresses):
        seen = way(world, person, case)
        hidden = seen.answer in {"404", LOGIN}
        if not (hidden or seen.response.status_int in REFUSED):
            wrong.append(f"{case.route.name} answers {seen.answer}")
        if set(seen.record.changed) - KEPT:
            wrong.append(f"{case.route.name} changes {seen.record.changed}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("person", QUICK)
def test_a_forged_post_is_refused_and_changes_nothing(
    world: World, addresses: Addresses, person: str, way: Way
) -> None:
    forged(world, addresses, person, way)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("person", OTHERS)
def test_a_forged_post_of_others_is_refused_too(
    world: World, addresses: Addresses, person: str, way: Way
) -> None:
    forged(world, addresses, person, way)


def test_a_header_or_a_parameter_does_not_make_a_post_of_a_get(
    world: World, addresses: Addresses
) -> None:
    wrong = []
    for case in posts(addresses):
        path = f"{case.path}?_method=POST&csrf_token={world.browsers['administrator'].token}"
        seen = visit(world, "administrator", "GET", path, headers=DISGUISE)
        if seen.record.changed:
            wrong.append(f"{case.route.name} changes {seen.record.changed}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_methods_that_no_route_declares_do_nothing(
    world: World, addresses: Addresses, method: str
) -> None:
    wrong = []
    for route in addresses.pages:
        seen = visit(world, "administrator", method, addresses.path(route))
        if seen.response.status_int < 400 or seen.record.changed:
            wrong.append(f"{route.name} answers {seen.answer}")
    assert not wrong, "\n".join(wrong)
