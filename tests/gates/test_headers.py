"""Every answer, whatever its kind, tells the browser what it may do with it (G11)."""

from __future__ import annotations

from itertools import chain

import pytest
from webob import Response

from updago.kernel.web.headers import ALWAYS
from updago.testing.routes import FOREIGN, NOBODYS, NOTHING, OWN, Addresses
from updago.testing.visits import visit
from updago.testing.world import World

# Addresses of kinds of answers that no route of the table gives.
NO_ROUTE = "/nothing/at/all"
UNREADABLE = "/courses/%ff"
TOO_LONG = "/" + "a" * 9000
# Files of people are sandboxed, and may be framed by our own pages.
FRAMED = {"file.view"}
# The same for everybody.
PUBLIC = {"static"}


def policy_of(response: Response) -> dict[str, list[str]]:
    text = response.headers.get("Content-Security-Policy", "")
    parts = (part.split() for part in text.split(";") if part.strip())
    return {name: values for name, *values in parts}


def faults(response: Response, *, is_framed: bool = False) -> list[str]:
    """What is missing, or too much, in the headers of an answer."""
    policy = policy_of(response)
    found = [name for name in ALWAYS if not response.headers.get(name)]
    if policy.get("default-src") != ["'none'"]:
        found.append("default-src is not 'none'")
    if policy.get("frame-ancestors") != (["'self'"] if is_framed else ["'none'"]):
        found.append("frame-ancestors")
    if "sandbox" not in policy:
        found += [name for name in ("base-uri", "form-action") if name not in policy]
        if policy.get("script-src") != ["'self'"]:
            found.append("script-src is more than 'self'")
    if any("unsafe-eval" in values for values in policy.values()):
        found.append("unsafe-eval")
    if not response.headers.get("Cache-Control"):
        found.append("Cache-Control")
    if not response.headers.get("X-Request-Id"):
        found.append("X-Request-Id")
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("nosniff")
    return found


def answered(world: World, addresses: Addresses, person: str) -> None:
    """Every kind of answer of every route to one person."""
    wrong = []
    cases = chain(addresses.cases(None, OWN, NOTHING), addresses.cases("GET", FOREIGN, NOBODYS))
    for case in cases:
        seen = visit(world, person, case.method, case.path)
        is_file = case.route.name in FRAMED and seen.response.status_int == 200
        found = faults(seen.response, is_framed=is_file)
        wrong += [f"{case.key} {seen.answer}: {name}" for name in found]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", ["teacher"])
def test_every_answer_of_every_route_has_them(
    world: World, addresses: Addresses, person: str
) -> None:
    answered(world, addresses, person)


@pytest.mark.slow
@pytest.mark.parametrize("person", ["anonymous", "member", "administrator"])
def test_every_answer_to_others_has_them(world: World, addresses: Addresses, person: str) -> None:
    answered(world, addresses, person)


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("GET", NO_ROUTE, {404}),
        ("GET", UNREADABLE, {400, 404}),
        ("GET", TOO_LONG, {414, 404}),
        ("PUT", "/", {404, 405}),
        ("OPTIONS", "/", {404, 405, 200}),
    ],
)
def test_refusals_outside_the_routes_have_them(
    world: World, method: str, path: str, statuses: set[int]
) -> None:
    seen = visit(world, "anonymous", method, path)
    assert seen.response.status_int in statuses
    assert not faults(seen.response)


def test_a_failure_of_ours_has_them_and_tells_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(type(world.site.categories), "read", broken)
    seen = visit(world, "member", "GET", "/courses")
    assert seen.answer == "500"
    assert not faults(seen.response)
    assert "secret" not in seen.text
    assert seen.response.headers["X-Request-Id"] in seen.text


@pytest.mark.parametrize("headers", [{"Range": "bytes=0-3"}, {"Range": "bytes=900-"}])
def test_parts_of_files_have_them(
    world: World, addresses: Addresses, headers: dict[str, str]
) -> None:
    route = next(route for route in addresses.pages if route.name == "file.view")
    seen = visit(world, "member", "GET", addresses.path(route), headers=headers)
    assert seen.answer in {"206", "416"}
    assert not faults(seen.response, is_framed=True)


def test_pages_of_people_are_kept_by_no_shared_cache(world: World, addresses: Addresses) -> None:
    wrong = []
    for case in addresses.cases("GET", OWN, NOTHING):
        seen = visit(world, "member", "GET", case.path)
        rule = seen.response.headers["Cache-Control"]
        if case.route.name not in PUBLIC and "private" not in rule and "no-store" not in rule:
            wrong.append(f"{case.route.name}: {rule}")
    assert not wrong, "\n".join(wrong)
