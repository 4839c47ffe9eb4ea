"""Time and time-ordered identifiers: the lowest layer, which imports nothing of UPdago."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from threading import Lock
from typing import Final, Protocol, Self
from uuid import UUID
from zoneinfo import ZoneInfo

_TEXT: Final = re.compile(
    r"(?P<wall>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
    r"\[(?P<zone>[A-Za-z0-9][A-Za-z0-9_+./-]*)\]",
    re.ASCII,
)
_COUNTER_BITS: Final = 42
_TAIL_BITS: Final = 32
_COUNTER_END: Final = 1 << _COUNTER_BITS


class Clock(Protocol):
    """Whoever tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    __slots__ = ()

    def now(self) -> datetime:
        """Return the machine's present instant in UTC, to the microsecond."""
        return datetime.now(UTC)


class FrozenClock:
    """A clock that stands still until it is told to move: for tests and replays."""

    __slots__ = ("_at",)

    def __init__(self, at: datetime) -> None:
        """Stand still at `at`; a naive datetime raises ValueError."""
        if at.tzinfo is None:
            raise ValueError("A clock needs an aware datetime.")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant at which the clock stands."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move the clock by `by`; a negative step moves it back."""
        self._at += by


class BadDeadline(ValueError):
    """The text, the wall time or the zone of a deadline cannot be used."""


@dataclass(frozen=True, slots=True)
class LocalDeadline:
    """A wall time and its IANA zone; the instant follows the zone's rules of the day.

    The text form is a local date-time with the zone suffix of RFC 9557, section 4:
    ``2026-11-13T23:59:00[Europe/Paris]``. Years run from 2 to 9998, so that the instant exists in
    every zone.
    """

    wall: datetime
    zone: str

    def __post_init__(self) -> None:
        if self.wall.tzinfo is not None:
            raise BadDeadline("The wall time of a deadline has no offset of its own.")
        if not MINYEAR < self.wall.year < MAXYEAR:
            raise BadDeadline(f"The year {self.wall.year} is out of range.")
        object.__setattr__(self, "wall", self.wall.replace(fold=0))
        _zone(self.zone)

    @property
    def instant(self) -> datetime:
        """The instant in UTC (PEP 495, fold 0).

        A time that a clock change skips is moved forward by the gap; of a time that occurs twice,
        the first counts.
        """
        return self.wall.replace(tzinfo=_zone(self.zone)).astimezone(UTC)

    @classmethod
    def at(cls, instant: datetime, zone: str) -> Self:
        """Return the wall time that clocks in `zone` show at `instant` (aware).

        The second pass of a repeated hour has no form of its own: it becomes the first.
        """
        if instant.tzinfo is None:
            raise BadDeadline("An instant needs an offset.")
        return cls(instant.astimezone(_zone(zone)).replace(tzinfo=None), zone)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form; raise BadDeadline when it is not one."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise BadDeadline(f"“{text[:80]}” is not a time with its zone.")
        try:
            wall = datetime.fromisoformat(match["wall"])
        except ValueError as error:
            raise BadDeadline(f"“{match['wall']}” is not a date and time.") from error
        return cls(wall, match["zone"])

    def __str__(self) -> str:
        return f"{self.wall.isoformat()}[{self.zone}]"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BadDeadline(f"The time zone “{name}” is unknown.") from error


class Uids:
    """Maker of UUIDs of version 7 (RFC 9562, section 5.7), strictly increasing per instance.

    After 48 bits of Unix time in milliseconds comes a counter of 42 bits, seeded at random with
    its top bit clear in each new millisecond (section 6.2, method 1), then 32 random bits. When
    the clock stands still or goes back the counter goes on; when it is used up, the time field
    runs one millisecond ahead. Safe to share between threads.
    """

    __slots__ = ("_clock", "_counter", "_lock", "_millis", "_randbits")

    def __init__(self, clock: Clock, randbits: Callable[[int], int] = secrets.randbits) -> None:
        self._clock = clock
        self._randbits = randbits
        self._lock = Lock()
        self._millis = -1
        self._counter = 0

    def new(self) -> UUID:
        """Return the next identifier."""
        millis = int(self._clock.now().timestamp() * 1000)
        with self._lock:
            self._counter += 1
            if millis > self._millis:
                self._restart(millis)
            elif self._counter == _COUNTER_END:
                self._restart(self._millis + 1)
            millis, counter = self._millis, self._counter
        return _pack(millis, counter, self._randbits(_TAIL_BITS))

    def _restart(self, millis: int) -> None:
        self._millis = millis
        self._counter = self._randbits(_COUNTER_BITS - 1)


def _pack(millis: int, counter: int, tail: int) -> UUID:
    """Lay the fields out: 48 bits of time, version 7, 12 of counter, variant, 30 + 32 bits."""
    head = (millis << 16) | 0x7000 | (counter >> 30)
    rest = (0b10 << 62) | ((counter & (1 << 30) - 1) << _TAIL_BITS) | tail
    return UUID(int=(head << 64) | rest)
