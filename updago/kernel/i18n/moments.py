"""Dates, times and spans as people read them."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Final

from babel.dates import get_timezone_location

from updago.kernel.i18n.catalogues import Translator
from updago.kernel.i18n.names import Names
from updago.kernel.i18n.zones import zone_of

_MINUTE: Final = 60
_HOUR: Final = 3_600
_DAY: Final = 86_400
_MONTH: Final = 2_629_746
_YEAR: Final = 31_556_952
_VOWELS: Final = frozenset("aâàåáeéèêëiîíïoôóöuûúü")


class Moments:
    """Moments in one language and one zone. Datetimes are aware; a naive one raises ValueError."""

    def __init__(self, words: Translator, names: Names, timezone: str) -> None:
        self._words = words
        self._names = names
        self.timezone = timezone
        self._zone = zone_of(timezone)
        self._day_pattern = words.gettext("{weekday} {day} {month}")
        self._year_pattern = words.gettext("{weekday} {day} {month} {year}")
        self._month_pattern = words.gettext("{month} {year}")
        self._both_pattern = words.gettext("{date} at {time}")
        self._time_pattern = words.gettext("{hour}:{minute}")
        self._full_hour_pattern = words.gettext("{hour}:00")
        self._first = words.pgettext("day of the month", "1")

    def local(self, moment: dt.datetime) -> dt.datetime:
        """Return what clocks in the zone show at `moment`."""
        if moment.tzinfo is None:
            raise ValueError("A moment needs an offset.")
        return moment.astimezone(self._zone)

    def date(self, day: dt.date, now: dt.datetime | None = None) -> str:
        """Return ``ven. 13 nov.``, with its year where that is not the year of `now`."""
        return self._short_date(self._day(day), now)

    def date_long(self, day: dt.date) -> str:
        """Return ``vendredi 13 novembre 2026``."""
        there = self._day(day)
        return self._year_pattern.format(
            weekday=self._names.days[there.weekday()],
            day=there.day if there.day > 1 else self._first,
            month=self._names.months[there.month - 1],
            year=there.year,
        )

    def days(self, first: dt.date, last: dt.date) -> str:
        """Return ``9 – 15 novembre``, ``30 novembre – 6 décembre``."""
        begin = self._day_of_month(first)
        if (first.year, first.month) != (last.year, last.month):
            begin = self._day_and_month(first)
        return self._words.gettext("{first} – {last}").format(
            first=begin, last=self._day_and_month(last)
        )

    def month(self, day: dt.date) -> str:
        """Return ``novembre 2026``."""
        there = self._day(day)
        name = self._names.standalone_months[there.month - 1]
        return self._month_pattern.format(month=name, year=there.year)

    def time(self, moment: dt.datetime) -> str:
        """Return ``23 h 59``, and ``9 h`` on the hour."""
        return self._clock_time(self.local(moment))

    def datetime(self, moment: dt.datetime, now: dt.datetime | None = None) -> str:
        """Return ``ven. 13 nov. à 23 h 59``, with its year where that is not the year of `now`."""
        there = self.local(moment)
        return self._both_pattern.format(
            date=self._short_date(there, now), time=self._clock_time(there)
        )

    def datetime_long(self, moment: dt.datetime) -> str:
        """Return ``vendredi 13 novembre 2026 à 23 h 59``."""
        return self._both_pattern.format(date=self.date_long(moment), time=self.time(moment))

    def relative(self, moment: dt.datetime, now: dt.datetime) -> str:
        """Return how far `moment` is from `now`: ``dans 1 jour``, ``il y a 2 h``, ``maintenant``.

        Cut down to the unit, so that nobody is promised more time than is left.
        """
        seconds = (moment - now).total_seconds()
        span = self._span(int(abs(seconds)))
        if span is None:
            return self._words.gettext("now")
        words = self._words
        pattern = words.gettext("in {span}") if seconds > 0 else words.gettext("{span} ago")
        return pattern.format(span=span)

    def duration(self, span: dt.timedelta) -> str:
        """Return a span (≥ 0) in its two largest units: ``1 h 30 min``, ``45 min``, ``2 jours``."""
        seconds = int(span.total_seconds())
        days, seconds = divmod(seconds, _DAY)
        hours, seconds = divmod(seconds, _HOUR)
        minutes, seconds = divmod(seconds, _MINUTE)
        parts = [
            text
            for amount, text in (
                (days, self._days(days)),
                (hours, self._words.gettext("{n} h").format(n=hours)),
                (minutes, self._words.gettext("{n} min").format(n=minutes)),
                (seconds, self._words.gettext("{n} s").format(n=seconds)),
            )
            if amount
        ]
        return " ".join(parts[:2]) or self._words.gettext("{n} s").format(n=0)

    def zone_name(self) -> str:
        """Return ``heure de Paris``; the bare name of a zone that is no place: ``UTC``."""
        return self._zone_name

    @cached_property
    def _zone_name(self) -> str:
        if "/" not in self.timezone or self.timezone.startswith("Etc/"):
            return self.timezone.rpartition("/")[2]
        city = get_timezone_location(self._zone, locale=self._names.locale, return_city=True)
        city = city.rpartition("/")[2]
        if city[0].lower() in _VOWELS:
            pattern = self._words.pgettext("before a vowel", "{city} time")
        else:
            pattern = self._words.gettext("{city} time")
        return pattern.format(city=city)

    def input_value(self, moment: dt.datetime) -> str:
        """Return the value of a date and time field: ``2026-11-13T23:59``."""
        return f"{self.local(moment):%Y-%m-%dT%H:%M}"

    def _day(self, day: dt.date) -> dt.date:
        return self.local(day) if isinstance(day, dt.datetime) else day

    def _short_date(self, there: dt.date, now: dt.datetime | None) -> str:
        strange = now is not None and self.local(now).year != there.year
        return (self._year_pattern if strange else self._day_pattern).format(
            weekday=self._names.short_days[there.weekday()],
            day=there.day if there.day > 1 else self._first,
            month=self._names.short_months[there.month - 1],
            year=there.year,
        )

    def _clock_time(self, there: dt.datetime) -> str:
        pattern = self._time_pattern if there.minute else self._full_hour_pattern
        return pattern.format(hour=there.hour, minute=f"{there.minute:02}")

    def _day_of_month(self, day: dt.date) -> str:
        return self._first if day.day == 1 else str(day.day)

    def _day_and_month(self, day: dt.date) -> str:
        return self._words.gettext("{day} {month}").format(
            day=self._day_of_month(day), month=self._names.months[day.month - 1]
        )

    def _days(self, n: int) -> str:
        return self._words.ngettext("{n} day", "{n} days", n).format(n=n)

    def _span(self, seconds: int) -> str | None:
        words = self._words
        if seconds < 1:
            return None
        if seconds < _MINUTE:
            return words.gettext("{n} s").format(n=seconds)
        if seconds < _HOUR:
            return words.gettext("{n} min").format(n=seconds // _MINUTE)
        if seconds < _DAY:
            return words.gettext("{n} h").format(n=seconds // _HOUR)
        if seconds < 2 * _MONTH:
            return self._days(seconds // _DAY)
        if seconds < 2 * _YEAR:
            months = seconds // _MONTH
            return words.ngettext("{n} month", "{n} months", months).format(n=months)
        years = seconds // _YEAR
        return words.ngettext("{n} year", "{n} years", years).format(n=years)
