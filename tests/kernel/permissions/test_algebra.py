"""The algebra of permissions, against a model that is written without any cleverness."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.permissions.declarations import ROLES, Permission
from updago.kernel.permissions.facts import Facts, Held
from updago.kernel.permissions.oracle import ENTER, Oracle
from updago.kernel.permissions.places import Gate, Level, Place
from updago.kernel.permissions.table import RoleTable

NOW = datetime(2026, 11, 9, tzinfo=UTC)
NAMES = ("forum:post:reply", "forum:hidden:view")
LEVELS: tuple[Level, ...] = (("site", 0), ("category", 3), ("course", 7), ("activity", 12))
ELSEWHERE: tuple[Level, ...] = (("category", 4), ("course", 8), ("activity", 13))
REAL_ROLES = ROLES[:5]

values = st.sampled_from(["allow", "prevent", "prohibit"])
levels = st.sampled_from([*LEVELS, *ELSEWHERE])
overrides = st.dictionaries(
    st.tuples(st.sampled_from(REAL_ROLES), st.sampled_from(NAMES)),
    st.dictionaries(levels, values, max_size=4),
    max_size=6,
)
defaults = st.fixed_dictionaries(
    {name: st.sets(st.sampled_from(REAL_ROLES)).map(tuple) for name in NAMES}
)
holdings = st.lists(st.tuples(st.sampled_from(REAL_ROLES), levels), max_size=6)
depths = st.integers(1, len(LEVELS))


class Reads:
    """Rules and facts that are known already."""

    def __init__(self, table: RoleTable) -> None:
        self._table = table

    def read(self, _session: object) -> RoleTable:
        return self._table


def oracle_of(
    rules: Mapping[str, tuple[str, ...]],
    changes: Mapping[tuple[str, str], Mapping[Level, str]],
    holding: Sequence[tuple[str, Level]],
) -> Oracle:
    declared = {n: Permission(n, n, roles) for n, roles in {**rules, ENTER: ()}.items()}
    table = RoleTable(declared, changes)
    held: dict[Level, tuple[Held, ...]] = {}
    for role, level in holding:
        held[level] = (*held.get(level, ()), Held(role, level))
    reads: Any = Reads(table)
    nothing: Any = None
    return Oracle(nothing, 1, NOW, reads, facts=Facts(held, {}, is_active=True))


def answer(*, is_open: bool) -> Callable[[Oracle], bool]:
    return lambda _oracle: is_open


def model(
    permission: str,
    path: Sequence[Level],
    rules: Mapping[str, tuple[str, ...]],
    changes: Mapping[tuple[str, str], Mapping[Level, str]],
    holding: Sequence[tuple[str, Level]],
) -> bool:
    """Any role allows, by its nearest value upward; one prohibition anywhere wins over all."""
    here = [role for role, level in holding if level in path]
    every = [
        value
        for role in here
        for level, value in changes.get((role, permission), {}).items()
        if level in path
    ]
    if "prohibit" in every:
        return False
    for role in here:
        upward = [changes.get((role, permission), {}).get(level) for level in reversed(path)]
        nearest = next((v for v in upward if v), "allow" if role in rules[permission] else "")
        if nearest == "allow":
            return True
    return False


@given(defaults, overrides, holdings, depths)
def test_the_oracle_answers_as_the_plain_model(
    rules: dict[str, tuple[str, ...]],
    changes: dict[tuple[str, str], dict[Level, str]],
    holding: list[tuple[str, Level]],
    depth: int,
) -> None:
    path = LEVELS[:depth]
    oracle = oracle_of(rules, changes, holding)
    for permission in NAMES:
        expected = model(permission, path, rules, changes, holding)
        assert oracle.may(permission, Place(path)) is expected
        assert oracle.decide(permission, Place(path)).allowed is expected


@given(defaults, overrides, holdings)
def test_answers_do_not_depend_on_what_was_asked_before(
    rules: dict[str, tuple[str, ...]],
    changes: dict[tuple[str, str], dict[Level, str]],
    holding: list[tuple[str, Level]],
) -> None:
    places = [Place(LEVELS[:n]) for n in range(1, len(LEVELS) + 1)]
    places.append(Place((*LEVELS[:3], ("activity", 99))))
    questions = [(name, place) for place in places for name in NAMES]
    one = oracle_of(rules, changes, holding)
    answers = {question: one.may(*question) for question in questions}
    other = oracle_of(rules, changes, holding)
    assert answers == {question: other.may(*question) for question in reversed(questions)}


@given(defaults, overrides, holdings, depths)
def test_one_more_role_never_takes_a_right_away_unless_it_prohibits(
    rules: dict[str, tuple[str, ...]],
    changes: dict[tuple[str, str], dict[Level, str]],
    holding: list[tuple[str, Level]],
    depth: int,
) -> None:
    place = Place(LEVELS[:depth])
    before = oracle_of(rules, changes, holding)
    for role in REAL_ROLES:
        values_of_role = chain.from_iterable(
            changes.get((role, name), {}).values() for name in NAMES
        )
        if "prohibit" in values_of_role:
            continue
        after = oracle_of(rules, changes, [*holding, (role, ("site", 0))])
        for name in NAMES:
            assert after.may(name, place) or not before.may(name, place)


@given(defaults, overrides, holdings, st.lists(st.booleans(), max_size=4))
def test_a_shut_gate_stops_everybody_without_its_bypass(
    rules: dict[str, tuple[str, ...]],
    changes: dict[tuple[str, str], dict[Level, str]],
    holding: list[tuple[str, Level]],
    opens: list[bool],
) -> None:
    asked, bypass = NAMES
    gates = tuple(Gate("gate", bypass, "Shut.", opens=answer(is_open=is_open)) for is_open in opens)
    oracle = oracle_of(rules, changes, holding)
    ungated, gated = Place(LEVELS), Place(LEVELS, gates)
    expected = oracle.may(asked, ungated) and (all(opens) or oracle.may(bypass, ungated))
    assert oracle.may(asked, gated) is expected


@given(rules=defaults, changes=overrides, one=holdings, other=holdings, depth=depths)
def test_equal_standings_in_a_course_give_equal_answers_there(
    rules: Mapping[str, tuple[str, ...]],
    changes: Mapping[tuple[str, str], Mapping[Level, str]],
    one: Sequence[tuple[str, Level]],
    other: Sequence[tuple[str, Level]],
    depth: int,
) -> None:
    course, place = Place(LEVELS[:3]), Place(LEVELS[: max(depth, 3)])
    oracles = [oracle_of(rules, changes, holding) for holding in (one, other)]
    standings = [oracle.standing(course) for oracle in oracles]
    inside = [
        {(role, level) for role, level in holding if level in LEVELS or level[0] == "activity"}
        for holding in (one, other)
    ]
    assert (standings[0] == standings[1]) == (inside[0] == inside[1])
    if standings[0] == standings[1]:
        for name in NAMES:
            assert oracles[0].may(name, place) == oracles[1].may(name, place)
