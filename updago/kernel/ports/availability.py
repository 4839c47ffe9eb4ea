"""The port of conditions that open or close sections and activities for a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


class Known(Protocol):
    """What a condition may know about a person without a query: the oracle's facts."""

    @property
    def person_id(self) -> int | None: ...

    @property
    def now(self) -> datetime: ...

    def groups(self, course_id: int) -> frozenset[int]: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a condition is met, and the sentence that says what would meet it."""

    met: bool
    sentence: str
    mapping: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AvailabilityCondition:
    """One kind of condition (`type` in the stored tree).

    `check(options, known, course_id)` is pure. `narrows_lists` says that it also filters lists of
    people (group and profile conditions do, dates do not).
    """

    name: str
    title: str
    check: Callable[[Mapping[str, Any], Known, int], Answer]
    narrows_lists: bool = False
