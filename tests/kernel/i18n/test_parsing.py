"""Reading what people type."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.i18n import (
    BadInput,
    BadMoment,
    BadNumber,
    UnknownZone,
    parse_date,
    parse_decimal,
    parse_moment,
    parse_wall_time,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        (" 15 ", "15"),
        (",5", "0.5"),
        ("5,", "5"),
        ("-3,25", "-3.25"),
        ("−3", "-3"),
        ("+2", "2"),
        ("1 204,5", "1204.5"),
        ("1\u202f204", "1204"),
        ("12\u00a0345\u00a0678", "12345678"),
    ],
)
def test_a_number_is_read_with_comma_or_point(text: str, value: str) -> None:
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", " ", ",", "-", "1,2,3", "1.204,5", "1 2", "1 2345", "12 3", "1e5", "0x10", "nan", "inf",
     "1_000", "٣", "7,5 points", "1" * 31, "½"],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadNumber) as refused:
        parse_decimal(text)
    assert refused.value.message == "Type a number, for example 7.5."


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert parse_decimal(text).is_finite()


def test_a_moment_is_read_in_its_zone() -> None:
    due = dt.datetime(2026, 11, 13, 22, 59, tzinfo=dt.UTC)
    assert parse_moment("2026-11-13T23:59", "Europe/Paris") == due
    assert parse_moment(" 2026-11-13 23:59:00 ", "Europe/Paris") == due
    assert parse_moment("2026-11-13T23:59", "Europe/Paris").tzinfo is dt.UTC


def test_a_time_at_the_clock_change_is_the_first_or_moved_forward() -> None:
    skipped = parse_moment("2026-03-29T02:30", "Europe/Paris")
    twice = parse_moment("2026-10-25T02:30", "Europe/Paris")
    assert skipped == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)
    assert twice == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


def test_dates_and_wall_times_are_read_as_fields_write_them() -> None:
    assert parse_date("2026-11-13") == dt.date(2026, 11, 13)
    assert parse_wall_time("2026-11-13T23:59") == dt.datetime(2026, 11, 13, 23, 59)


@pytest.mark.parametrize(
    "text",
    ["", "13/11/2026", "2026-02-29", "2026-W10-1", "20261113", "2026-11-13T00:00", "٢٠٢٦-11-13"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadMoment) as refused:
        parse_date(text)
    assert refused.value.message == "Choose a date that exists."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-13",
        "2026-11-13T24:00",
        "2026-02-30T10:00",
        "2026-11-13T10:00Z",
        "0001-01-01T00:00",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(BadMoment):
        parse_moment(text, "Asia/Tokyo")


def test_a_moment_in_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownZone):
        parse_moment("2026-11-13T10:00", "Mars/Olympus")
