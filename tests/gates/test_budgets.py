"""What each page asks of the database: a few statements, as many with 1,000 rows (rule 7)."""

from __future__ import annotations

from itertools import chain

import pytest

from updago.testing.routes import NOTHING, OWN, Addresses, Case
from updago.testing.visits import Visit, visit
from updago.testing.world import World

BUDGETS = {"member": 12, "teacher": 25, "administrator": 25}
FRAGMENT = 8
# The pages that people open most.
MAIN = {"my", "course.list", "course.view", "course.edit", "participants.view", "forum.view",
        "forum.discussion.view", "page.view", "folder.view"}  # fmt: skip
OK = "200"


def asked(world: World, person: str, path: str) -> Visit:
    """The second look at a page, when what processes keep in memory is there, but not fresh."""
    visit(world, person, "GET", path)
    world.site.state.expire()
    return visit(world, person, "GET", path)


def pages(addresses: Addresses) -> dict[tuple[str, str, str], Case]:
    cases = chain(addresses.cases("GET", OWN), addresses.cases("GET", NOTHING))
    return {case.key: case for case in cases}


def budget_of(person: str, seen: Visit) -> int:
    is_fragment = bool(seen.text) and "<html" not in seen.text
    return FRAGMENT if is_fragment else BUDGETS[person]


def judge(
    person: str, small: tuple[World, Addresses], large: tuple[World, Addresses], names: set[str]
) -> None:
    """Compare both worlds page by page; what is over is told with its statements."""
    wrong = []
    more = pages(large[1])
    for key, case in pages(small[1]).items():
        if names and case.route.name not in names:
            continue
        few = asked(small[0], person, case.path)
        many = asked(large[0], person, more[key].path)
        counts = len(few.record.statements), len(many.record.statements)
        if OK not in {few.answer, many.answer}:
            continue
        if counts[0] != counts[1] or max(counts) > budget_of(person, many):
            told = "\n    ".join(" ".join(text.split())[:160] for text in many.record.statements)
            wrong.append(f"{case.route.name} as {person}: {counts[0]} and {counts[1]}\n    {told}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", ["member", "teacher"])
def test_main_pages_keep_their_budget(
    world: World, addresses: Addresses, crowd: World, crowd_addresses: Addresses, person: str
) -> None:
    judge(person, (world, addresses), (crowd, crowd_addresses), MAIN)


@pytest.mark.slow
@pytest.mark.parametrize("person", BUDGETS)
def test_every_page_keeps_its_budget(
    world: World, addresses: Addresses, crowd: World, crowd_addresses: Addresses, person: str
) -> None:
    judge(person, (world, addresses), (crowd, crowd_addresses), set())


def test_the_main_pages_exist(addresses: Addresses) -> None:
    assert {route.name for route in addresses.pages} >= MAIN
