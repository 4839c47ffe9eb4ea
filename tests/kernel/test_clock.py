"""Clocks, deadlines in local time, identifiers in order of time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from updago.kernel.clock import BadDeadline, Clock, FrozenClock, LocalDeadline, SystemClock, Uids

NOON = datetime(2026, 11, 13, 12, tzinfo=UTC)
ZONES = ["Europe/Paris", "America/New_York", "Pacific/Apia", "Asia/Kolkata", "Etc/GMT+12", "UTC"]


def test_the_system_clock_tells_utc_and_moves_on() -> None:
    clock: Clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert first <= clock.now()


def test_a_frozen_clock_moves_when_told() -> None:
    clock = FrozenClock(datetime(2026, 11, 13, 13, tzinfo=timezone(timedelta(hours=1))))
    assert clock.now() == clock.now() == NOON
    assert clock.now().tzinfo is UTC
    clock.advance(timedelta(minutes=90))
    assert clock.now() == NOON + timedelta(minutes=90)


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        FrozenClock(datetime(2026, 11, 13))


def test_a_deadline_keeps_its_wall_time_across_the_clock_change() -> None:
    summer = LocalDeadline(datetime(2026, 10, 24, 23, 59), "Europe/Paris")
    winter = LocalDeadline(datetime(2026, 10, 26, 23, 59), "Europe/Paris")
    assert summer.instant == datetime(2026, 10, 24, 21, 59, tzinfo=UTC)
    assert winter.instant == datetime(2026, 10, 26, 22, 59, tzinfo=UTC)


def test_a_time_that_is_skipped_moves_forward_by_the_gap() -> None:
    deadline = LocalDeadline(datetime(2026, 3, 29, 2, 30), "Europe/Paris")
    assert deadline.instant.astimezone(ZoneInfo("Europe/Paris")).hour == 3
    assert deadline.instant == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_a_time_that_occurs_twice_the_first_counts() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert LocalDeadline(datetime(2026, 10, 25, 2, 30), "Europe/Paris").instant == first
    again = LocalDeadline(datetime(2026, 10, 25, 2, 30, fold=1), "Europe/Paris")
    assert again.instant == first
    assert again.wall.fold == 0


def test_the_text_form_names_wall_time_and_zone() -> None:
    deadline = LocalDeadline(datetime(2026, 11, 13, 23, 59), "Europe/Paris")
    assert str(deadline) == "2026-11-13T23:59:00[Europe/Paris]"
    assert LocalDeadline.parse("2026-11-13T23:59[Europe/Paris]") == deadline


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31)),
    st.sampled_from(ZONES),
)
def test_the_text_form_comes_back_as_the_same_deadline(wall: datetime, zone: str) -> None:
    deadline = LocalDeadline(wall, zone)
    assert LocalDeadline.parse(str(deadline)) == deadline
    assert deadline.instant.tzinfo is UTC


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)),
    st.sampled_from(ZONES),
)
def test_a_deadline_at_an_instant_shows_what_clocks_show_then(at: datetime, zone: str) -> None:
    instant = at.replace(tzinfo=UTC)
    deadline = LocalDeadline.at(instant, zone)
    assert deadline.wall == instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert instant - deadline.instant in {timedelta(0), timedelta(hours=1)} or at.year < 1972


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-13T23:59:00",
        "2026-11-13T23:59:00+01:00[Europe/Paris]",
        "2026-11-13 23:59:00[Europe/Paris]",
        "2026-13-01T00:00:00[Europe/Paris]",
        "2026-11-13T24:00:00[Europe/Paris]",
        "2026-11-13T23:59:00[Europe/Nowhere]",
        "2026-11-13T23:59:00[../../etc/passwd]",
        "2026-11-13T23:59:00[Europe]",
        "2026-11-13T23:59:00[Europe/Paris][u-ca=hebrew]",
        "0001-01-01T00:00:00[Europe/Paris]",
        "9999-12-31T23:59:00[America/New_York]",
        "٢٠٢٦-11-13T23:59:00[Europe/Paris]",
        "2026-11-13T23:59:00[Europe/Paris]\n",
    ],
)
def test_what_is_no_deadline_is_refused(text: str) -> None:
    with pytest.raises(BadDeadline):
        LocalDeadline.parse(text)


def test_a_wall_time_with_an_offset_and_an_instant_without_are_refused() -> None:
    with pytest.raises(BadDeadline, match="offset"):
        LocalDeadline(NOON, "Europe/Paris")
    with pytest.raises(BadDeadline, match="offset"):
        LocalDeadline.at(datetime(2026, 11, 13), "Europe/Paris")


def test_an_identifier_is_a_uuid_of_version_7_that_tells_its_time() -> None:
    uid = Uids(FrozenClock(NOON)).new()
    assert uid.version == 7
    assert uid.variant == "specified in RFC 4122"
    assert uid.int >> 80 == int(NOON.timestamp() * 1000)


@settings(deadline=None)
@given(st.lists(st.integers(-5_000, 5_000), max_size=60))
def test_identifiers_rise_whatever_the_clock_does(steps: list[int]) -> None:
    clock = FrozenClock(NOON)
    uids = Uids(clock)
    made = [uids.new()]
    for step in steps:
        clock.advance(timedelta(microseconds=step))
        made.append(uids.new())
    assert made == sorted(set(made))
    assert [str(uid) for uid in made] == sorted(str(uid) for uid in made)


def test_a_used_up_counter_borrows_the_next_millisecond() -> None:
    uids = Uids(FrozenClock(NOON), randbits=lambda bits: (1 << bits) - 1)
    first = uids.new()
    uids._counter = (1 << 42) - 1
    second, third = uids.new(), uids.new()
    assert first < second < third
    assert second.int >> 80 == (first.int >> 80) + 1


def test_threads_never_get_one_identifier_twice() -> None:
    uids = Uids(FrozenClock(NOON))
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: uids.new(), range(2_000)))
    assert len(set(made)) == 2_000


def test_two_makers_share_nothing() -> None:
    clock = FrozenClock(NOON)
    assert Uids(clock).new() != Uids(clock).new()
