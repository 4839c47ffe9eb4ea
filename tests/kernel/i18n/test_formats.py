"""Dates, numbers and lists as the design's copy writes them."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.i18n import Formats, UnknownZone, _, parse_decimal

FR = Formats("fr", "Europe/Paris")
EN = Formats("en", "Europe/Paris")
DUE = dt.datetime(2026, 11, 13, 22, 59, tzinfo=dt.UTC)
NARROW = "\u202f"


def narrow(text: str) -> str:
    return text.replace("~", NARROW)


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (DUE, "ven. 13 nov. à 23~h~59", "Fri 13 Nov at 23:59"),
        (dt.datetime(2026, 11, 11, 8, 12, tzinfo=dt.UTC), "mer. 11 nov. à 9~h~12",
         "Wed 11 Nov at 9:12"),
        (dt.datetime(2026, 6, 1, 7, 5, tzinfo=dt.UTC), "lun. 1er juin à 9~h~05",
         "Mon 1 Jun at 9:05"),
        (dt.datetime(2026, 12, 31, 23, 0, tzinfo=dt.UTC), "ven. 1er janv. à 0~h",
         "Fri 1 Jan at 0:00"),
    ],
)  # fmt: skip
def test_a_moment_is_told_in_the_persons_zone(
    moment: dt.datetime, french: str, english: str
) -> None:
    assert FR.datetime(moment) == narrow(french)
    assert EN.datetime(moment) == english


def test_a_long_form_names_the_year() -> None:
    assert FR.date_long(DUE) == "vendredi 13 novembre 2026"
    assert FR.datetime_long(DUE) == narrow("vendredi 13 novembre 2026 à 23~h~59")
    assert EN.datetime_long(DUE) == "Friday 13 November 2026 at 23:59"
    assert FR.month(DUE) == "novembre 2026"


def test_the_year_shows_where_it_is_not_this_one() -> None:
    assert FR.date(DUE, now=DUE) == "ven. 13 nov."
    assert FR.date(DUE, now=DUE + dt.timedelta(days=60)) == "ven. 13 nov. 2026"
    assert FR.datetime(DUE, DUE + dt.timedelta(days=60)) == narrow("ven. 13 nov. 2026 à 23~h~59")


def test_a_day_without_a_time_is_not_moved_by_the_zone() -> None:
    assert Formats("fr", "Pacific/Noumea").date(dt.date(2026, 11, 13)) == "ven. 13 nov."


@pytest.mark.parametrize(
    ("first", "last", "french"),
    [
        (dt.date(2026, 11, 9), dt.date(2026, 11, 15), "9 – 15 novembre"),
        (dt.date(2026, 11, 30), dt.date(2026, 12, 6), "30 novembre – 6 décembre"),
        (dt.date(2027, 1, 1), dt.date(2027, 1, 7), "1er – 7 janvier"),
    ],
)
def test_a_run_of_days_names_the_month_once(first: dt.date, last: dt.date, french: str) -> None:
    assert FR.days(first, last) == french


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        FR.datetime(dt.datetime(2026, 11, 13))


@pytest.mark.parametrize(
    ("seconds", "french", "english"),
    [
        (0, "maintenant", "now"),
        (40, "dans 40~s", "in 40 s"),
        (-9, "il y a 9~s", "9 s ago"),
        (59 * 60 + 59, "dans 59~min", "in 59 min"),
        (-2 * 3600, "il y a 2~h", "2 h ago"),
        (86_400, "dans 1~jour", "in 1 day"),
        (86_400 * 2 - 1, "dans 1~jour", "in 1 day"),
        (86_400 * 15, "dans 15~jours", "in 15 days"),
        (-86_400 * 100, "il y a 3~mois", "3 months ago"),
        (86_400 * 800, "dans 2~ans", "in 2 years"),
    ],
)
def test_time_left_is_told_without_promising_more(seconds: int, french: str, english: str) -> None:
    moment = DUE + dt.timedelta(seconds=seconds)
    assert FR.relative(moment, DUE) == narrow(french)
    assert EN.relative(moment, DUE) == english


@pytest.mark.parametrize(
    ("span", "french"),
    [
        (dt.timedelta(hours=1, minutes=30, seconds=5), "1~h 30~min"),
        (dt.timedelta(minutes=45), "45~min"),
        (dt.timedelta(days=2, minutes=3), "2~jours 3~min"),
        (dt.timedelta(0), "0~s"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(span: dt.timedelta, french: str) -> None:
    assert FR.duration(span) == narrow(french)


@pytest.mark.parametrize(
    ("timezone", "french"),
    [
        ("Europe/Paris", "heure de Paris"),
        ("Europe/Athens", "heure d’Athènes"),
        ("America/Argentina/Buenos_Aires", "heure de Buenos Aires"),
        ("UTC", "UTC"),
        ("Etc/GMT+3", "GMT+3"),
    ],
)
def test_a_deadline_can_name_its_zone(timezone: str, french: str) -> None:
    assert Formats("fr", timezone).zone_name() == french


@pytest.mark.parametrize("name", ["", "Europe", "Europe/Nowhere", "../etc/passwd", "/etc/passwd"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        Formats("fr", name)


@pytest.mark.parametrize(
    ("value", "places", "french", "english"),
    [
        (15.5, None, "15,5", "15.5"),
        (1204, None, "1~204", "1,204"),
        (1234567.891, None, "1~234~567,89", "1,234,567.89"),
        (12.125, 2, "12,13", "12.13"),
        (Decimal("0.005"), 2, "0,01", "0.01"),
        (-7.5, 1, "-7,5", "-7.5"),
        (-0.001, None, "0", "0"),
        (20, 2, "20,00", "20.00"),
        (2.5, 0, "3", "3"),
    ],
)
def test_numbers_have_the_signs_of_the_language(
    value: float | Decimal, places: int | None, french: str, english: str
) -> None:
    assert FR.number(value, places) == narrow(french)
    assert EN.number(value, places) == english


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12,
                   places=2))  # fmt: skip
def test_a_number_that_is_shown_can_be_typed_back(value: Decimal) -> None:
    assert parse_decimal(FR.number(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_finite_number_can_be_shown(value: float) -> None:
    assert FR.number(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_what_is_not_finite_is_refused(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="finite"):
        FR.number(value)


def test_a_ratio_is_shown_in_per_cent() -> None:
    assert FR.percent(0.45) == narrow("45~%")
    assert FR.percent(Decimal(1) / 3, 1) == narrow("33,3~%")
    assert EN.percent(1) == "100%"


@pytest.mark.parametrize(
    ("size", "french"),
    [
        (0, "0~o"),
        (999, "999~o"),
        (1_000, "1~ko"),
        (1_800_000, "1,8~Mo"),
        (50_000_000, "50~Mo"),
        (999_949, "1~Mo"),
        (123_456_789, "123~Mo"),
        (5_000_000_000_000_000, "5~000~To"),
    ],
)
def test_sizes_are_told_in_decimal_units(size: int, french: str) -> None:
    assert FR.file_size(size) == narrow(french)


def test_ranks() -> None:
    assert [FR.ordinal(1), FR.ordinal(1, feminine=True), FR.ordinal(2)] == ["1er", "1re", "2e"]
    english = [EN.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112, 122)]
    assert " ".join(english) == "1st 2nd 3rd 4th 11th 12th 13th 21st 112th 122nd"
    assert Formats("de", "UTC").ordinal(3) == "3."


@pytest.mark.parametrize(
    ("items", "french", "english"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["{0}", "b"], "{0} et b", "{0} and b"),
        (["a", "b", "c", "d"], "a, b, c et d", "a, b, c, and d"),
    ],
)
def test_lists_are_joined_as_in_speech(items: list[str], french: str, english: str) -> None:
    assert FR.join(items) == french
    assert EN.join(items) == english


def test_messages_and_counts_come_in_the_language() -> None:
    assert FR.text(_("Choose a date that exists.")) == "Choisissez une date qui existe."
    assert [FR.plural("{n} day", "{n} days", n) for n in (0, 1, 2, 1204)] == [
        narrow(text) for text in ("0~jour", "1~jour", "2~jours", "1~204~jours")
    ]
    assert EN.plural("{n} day", "{n} days", 0) == "0 days"


def test_a_field_gets_the_local_time() -> None:
    assert FR.input_value(DUE) == "2026-11-13T23:59"


def test_an_unknown_language_reads_english() -> None:
    assert Formats("xx", "UTC").date(DUE) == "Fri 13 Nov"


def test_sixty_dates_cost_a_page_next_to_nothing() -> None:
    moments = [DUE + dt.timedelta(hours=7 * number) for number in range(60)]

    def page() -> float:
        started = time.process_time()
        for moment in moments:
            FR.datetime(moment, DUE)
        return time.process_time() - started

    assert min(page() for _ in range(20)) < 0.01
