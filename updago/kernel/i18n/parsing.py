"""Reading what people type: numbers and moments."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from translationstring import TranslationString

from updago.kernel.i18n.messages import _
from updago.kernel.i18n.zones import zone_of

_SPACES: Final = " \u00a0\u202f\u2009"
_NUMBER: Final = re.compile(
    rf"(?P<sign>[+\-\u2212]?)(?P<whole>\d{{1,3}}(?:[{_SPACES}]\d{{3}})+|\d*)(?:[.,](?P<part>\d*))?",
    re.ASCII,
)
_MOST_DIGITS: Final = 30
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WALL: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?", re.ASCII)


class BadInput(ValueError):
    """What was typed cannot be read; `message` says in one sentence what to type."""

    def __init__(self, message: TranslationString) -> None:
        super().__init__(str(message))
        self.message = message


class BadNumber(BadInput):
    """Not a decimal number."""


class BadMoment(BadInput):
    """Not a date, or not a date and time."""


def parse_decimal(text: str) -> Decimal:
    """Read a decimal number with a comma or a point: ``7,5``, ``7.5``, ``1 204,5``, ``−3``.

    Groups of three are set apart by spaces only. Up to 30 digits; raises BadNumber.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is not None:
        whole = re.sub(f"[{_SPACES}]", "", match["whole"])
        part = match["part"] or ""
        if 0 < len(whole + part) <= _MOST_DIGITS:
            sign = "" if match["sign"] in {"", "+"} else "-"
            return Decimal(f"{sign}{whole or '0'}.{part or '0'}" if part else f"{sign}{whole}")
    raise BadNumber(_("Type a number, for example 7.5."))


def parse_date(text: str) -> date:
    """Read the value of a date field, ``2026-11-13``; raises BadMoment."""
    try:
        if _DATE.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise BadMoment(_("Choose a date that exists."))


def parse_wall_time(text: str) -> datetime:
    """Read the value of a date and time field, ``2026-11-13T23:59``, without a zone.

    Raises BadMoment.
    """
    try:
        if _WALL.fullmatch(text.strip()):
            return datetime.fromisoformat(text.strip())
    except ValueError:
        pass
    raise BadMoment(_("Choose a date and a time that exist."))


def parse_moment(text: str, timezone: str) -> datetime:
    """Read the value of a date and time field as an instant in UTC.

    A time that a clock change skips is moved forward by the gap; of a time that occurs twice, the
    first counts (PEP 495, fold 0). Raises BadMoment, and UnknownZone for the zone.
    """
    wall = parse_wall_time(text)
    try:
        return wall.replace(tzinfo=zone_of(timezone)).astimezone(UTC)
    except OverflowError:
        raise BadMoment(_("Choose a date and a time that exist.")) from None
