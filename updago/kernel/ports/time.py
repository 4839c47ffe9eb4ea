"""Effective time: when a timed thing opens, is due and closes for one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OPENS: Final = "opens_at"
FIELDS: Final = ("opens_at", "due_at", "closes_at", "limit")


@dataclass(frozen=True, slots=True)
class Times:
    """Opening, due date, closing and time limit; None means: none set."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    limit: timedelta | None = None


@dataclass(frozen=True, slots=True)
class TimeChange:
    """What one source changes: the fields set here replace those of the thing.

    `rank` orders sources (group 10, person 20, accommodation 30): a higher one is applied later.
    `limit_factor` multiplies the limit (a third more time: 4/3) after all replacements.
    """

    rank: int
    reason: str
    times: Times = Times()
    limit_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class EffectiveTimes:
    """The result and the reasons it differs from the thing's own times, in order."""

    times: Times
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeSource:
    """A source of changes: `changes(session, activity_id, people)` by person id, one query."""

    name: str
    changes: Callable[[Session, int, Sequence[int]], dict[int, list[TimeChange]]]


def effective_times(base: Times, changes: Iterable[TimeChange]) -> EffectiveTimes:
    """Apply the changes in the order of their rank.

    Of several changes with one rank the most generous value of each field wins: the earliest
    opening, the latest due date and closing, the longest limit.
    """
    result, factor = base, 1.0
    reasons: list[str] = []
    ranked = sorted(changes, key=lambda change: change.rank)
    for rank in sorted({change.rank for change in ranked}):
        group = [change for change in ranked if change.rank == rank]
        for name in FIELDS:
            given = [value for c in group if (value := getattr(c.times, name)) is not None]
            if given:
                result = replace(result, **{name: min(given) if name == OPENS else max(given)})
        factor *= max(change.limit_factor for change in group)
        reasons.extend(change.reason for change in group)
    if result.limit is not None:
        result = replace(result, limit=result.limit * factor)
    return EffectiveTimes(result, tuple(reasons))
