"""What a language brings along: names of days and months, signs of numbers, joining of lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from updago.kernel.i18n.messages import SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class Names:
    """The Unicode CLDR data that formatting needs.

    Days count from Monday, months from January; list patterns are for two items, for the middle
    and for the end.
    """

    locale: Locale
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    standalone_months: tuple[str, ...]
    decimal_sign: str
    group_sign: str
    minus_sign: str
    list_patterns: tuple[str, str, str]


@lru_cache(maxsize=32)
def names_of(language: str) -> Names:
    """Return the names of `language` (a tag such as ``fr`` or ``pt-BR``); English if unknown."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(SOURCE_LANGUAGE)
    days, months = locale.days["format"], locale.months["format"]
    lists = locale.list_patterns["standard"]
    signs = locale.number_symbols["latn"]
    return Names(
        locale=locale,
        days=tuple(days["wide"][day] for day in range(7)),
        short_days=tuple(days["abbreviated"][day] for day in range(7)),
        months=tuple(months["wide"][month] for month in range(1, 13)),
        short_months=tuple(months["abbreviated"][month] for month in range(1, 13)),
        standalone_months=tuple(
            locale.months["stand-alone"]["wide"][month] for month in range(1, 13)
        ),
        decimal_sign=signs["decimal"],
        group_sign=signs["group"],
        minus_sign=signs["minusSign"],
        list_patterns=(lists["2"], lists["middle"], lists["end"]),
    )
