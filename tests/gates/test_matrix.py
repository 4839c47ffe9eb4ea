"""Every route, every person, every object: answered as the committed rows say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from updago.kernel.web.routing import OPEN
from updago.testing.matrix import Rows, committed
from updago.testing.routes import (
    CROSSED,
    FOREIGN,
    NOBODYS,
    NOTHING,
    OWN,
    Addresses,
    Case,
    kinds_of,
)
from updago.testing.visits import LOGIN, SAFE, Visit, visit
from updago.testing.world import PERSONS, STRANGERS, STRANGERS_ELSEWHERE, World

QUICK = ("anonymous", "member", "foreign_teacher")
# Whoever signed in may know that these exist: the catalogue lists categories and courses, and the
# door of a course says how people come in.
KNOWN_TO_ALL = {
    "category.view", "category.new_below", "category.edit", "category.move", "category.delete",
    "course.new", "course.view", "course.enter", "static",
    "enrol_guest.instance.enter", "enrol_self.instance.enter",
}  # fmt: skip
FAULT = "5"
# What a refused post may leave: the form of somebody whose session ended.
KEPT = {"core_kept_post", "core_blob", "core_audit"}


@pytest.fixture(scope="module")
def rows(world: World, addresses: Addresses) -> Rows:
    return committed(world, addresses)


@pytest.fixture(scope="module")
def by_key(addresses: Addresses) -> dict[tuple[str, str, str], Case]:
    return {case.key: case for case in addresses.cases()}


def test_every_route_has_its_rows_and_no_row_is_left_over(
    rows: Rows, by_key: dict[tuple[str, str, str], Case]
) -> None:
    assert not [key for key in by_key if key not in rows], "no row: propose them, read, commit"
    assert not [key for key in rows if key not in by_key], "rows of routes that are gone"


def test_nobody_is_answered_by_a_failure(rows: Rows) -> None:
    failed = {key for key, row in rows.items() if any(a.startswith(FAULT) for a in row.values())}
    assert not failed


def test_nobody_comes_in_without_signing_in_but_where_it_is_open(
    rows: Rows, by_key: dict[tuple[str, str, str], Case]
) -> None:
    closed = (key for key, case in by_key.items() if case.route.permission != OPEN)
    assert not [key for key in closed if key in rows and rows[key]["anonymous"] != LOGIN]


def test_a_stranger_cannot_tell_what_exists_from_what_does_not(rows: Rows) -> None:
    told = [
        (name, method, kind, person)
        for (name, method, kind), row in rows.items()
        for person in {OWN: STRANGERS, FOREIGN: STRANGERS_ELSEWHERE}.get(kind, ())
        if name not in KNOWN_TO_ALL and row[person] != rows[name, method, NOBODYS][person]
    ]
    assert not told


def test_a_thing_of_another_course_is_not_reached_through_our_own(rows: Rows) -> None:
    reached = [
        (name, method, person)
        for (name, method, kind), row in rows.items()
        for person in PERSONS
        if kind == CROSSED
        and row[person] not in {LOGIN, "404"}
        and not row[person] == rows[name, method, OWN][person] == "403"
    ]
    assert not reached


def looked_at(world: World, addresses: Addresses, rows: Rows, person: str) -> None:
    """Ask for everything as one person; what is wrong is told together."""
    wrong = []
    for route in addresses.pages:
        headings = {}
        for case in addresses.cases_of(route):
            seen = visit(world, person, case.method, case.path)
            expected = rows.get(case.key, {}).get(person, "untabled")
            if seen.answer != expected:
                wrong.append(f"{case.key} answers {seen.answer}, not {expected}")
            if case.method not in SAFE and was_refused(seen) and set(seen.record.changed) - KEPT:
                wrong.append(f"{case.key} is refused and changes {seen.record.changed}")
            if seen.answer == "404":
                headings[case.object] = seen.heading
        if len(set(headings.values())) > 1:
            wrong.append(f"{route.name} calls what is missing {headings}")
    assert not wrong, "\n".join(wrong)


def was_refused(seen: Visit) -> bool:
    return seen.answer == LOGIN or seen.response.status_int >= 400


@pytest.mark.parametrize("person", QUICK)
def test_answers_are_those_of_the_rows(
    world: World, addresses: Addresses, rows: Rows, person: str
) -> None:
    looked_at(world, addresses, rows, person)


@pytest.mark.slow
@pytest.mark.parametrize("person", [name for name in PERSONS if name not in QUICK])
def test_answers_to_the_others_are_those_of_the_rows(
    world: World, addresses: Addresses, rows: Rows, person: str
) -> None:
    looked_at(world, addresses, rows, person)


def test_a_route_without_placeholders_has_one_row(addresses: Addresses) -> None:
    plain = [route for route in addresses.pages if "{" not in route.pattern]
    assert plain
    assert all(kinds_of(route) == (NOTHING,) for route in plain)


def test_a_placeholder_that_nobody_gives_is_named(addresses: Addresses) -> None:
    route = replace(addresses.pages[0], name="quiz.view", pattern="/quiz/{attempt_id}")
    with pytest.raises(LookupError, match=r"\{attempt_id\} of quiz\.view stands for nothing"):
        addresses.path(route)
