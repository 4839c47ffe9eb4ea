from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.ports.time import FIELDS, EffectiveTimes, TimeChange, Times, effective_times

GROUP, PERSON, ACCOMMODATION = 10, 20, 30


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 12, tzinfo=UTC)


BASE = Times(day(1), day(10), day(12), timedelta(minutes=60))
INSTANTS = st.none() | st.datetimes(timezones=st.just(UTC))
CHANGES = st.builds(
    TimeChange,
    rank=st.sampled_from([GROUP, PERSON, ACCOMMODATION]),
    reason=st.text(max_size=3),
    times=st.builds(
        Times, INSTANTS, INSTANTS, INSTANTS, st.none() | st.timedeltas(timedelta(0), timedelta(9))
    ),
)


def test_without_a_change_the_times_are_those_of_the_thing() -> None:
    assert effective_times(BASE, []) == EffectiveTimes(BASE, ())


def test_a_higher_rank_replaces_a_lower_one_whatever_is_more_generous() -> None:
    group = TimeChange(GROUP, "group", Times(due_at=day(20), closes_at=day(25)))
    person = TimeChange(PERSON, "person", Times(due_at=day(5)))
    for changes in ([group, person], [person, group]):
        found = effective_times(BASE, changes)
        assert found.times == Times(day(1), day(5), day(25), BASE.limit)
        assert found.reasons == ("group", "person")


def test_within_one_rank_the_most_generous_value_wins() -> None:
    early = TimeChange(GROUP, "a", Times(day(2), day(8), None, timedelta(minutes=30)))
    late = TimeChange(GROUP, "b", Times(day(4), day(9), day(11), timedelta(minutes=45)))
    for changes in ([early, late], [late, early]):
        assert effective_times(BASE, changes).times == Times(
            day(2), day(9), day(11), timedelta(minutes=45)
        )


def test_more_time_multiplies_the_limit_that_all_replacements_leave() -> None:
    third = TimeChange(ACCOMMODATION, "a third more", limit_factor=4 / 3)
    less = TimeChange(ACCOMMODATION, "a quarter more", limit_factor=5 / 4)
    longer = TimeChange(PERSON, "longer", Times(limit=timedelta(minutes=90)))
    found = effective_times(BASE, [third, less, longer])
    assert found.times.limit == timedelta(minutes=120)


def test_more_time_makes_no_limit_where_there_is_none() -> None:
    change = TimeChange(ACCOMMODATION, "a third more", limit_factor=4 / 3)
    assert effective_times(Times(), [change]).times == Times()


@given(st.lists(CHANGES, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_sources_changes_nothing(
    changes: list[TimeChange], random: Random
) -> None:
    mixed = list(changes)
    random.shuffle(mixed)
    assert effective_times(BASE, mixed).times == effective_times(BASE, changes).times


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_nobody_sets_is_kept(field: str) -> None:
    change = TimeChange(GROUP, "nothing")
    assert getattr(effective_times(BASE, [change]).times, field) == getattr(BASE, field)
