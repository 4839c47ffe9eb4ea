"""The port of conditions that open or close sections and activities for a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from wtforms import Form as WTForm

    from updago.kernel.permissions.places import Place

Options = Mapping[str, Any]


class Known(Protocol):
    """What a condition may know about a person without a query: the oracle's facts."""

    @property
    def person_id(self) -> int | None: ...

    @property
    def now(self) -> datetime: ...

    def groups(self, course_id: int) -> frozenset[int]: ...

    def grouping(self, grouping_id: int) -> frozenset[int]: ...

    def holds(self, permission: str, place: Place) -> bool: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a condition is met, and the sentence that says what would meet it.

    `otherwise` says it where the condition is turned round ("not in this group"); moments in
    `mapping` are written in the person's time zone.
    """

    met: bool
    sentence: str
    mapping: Mapping[str, object]
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class ConditionForm:
    """How a kind of condition is set: the fields of `fields` (a WTForms class) in a larger form.

    `read(data)` gives the options of each condition that the fields ask for, none when they are
    empty; it may raise Invalid with the name of a field. `fill(several)` is its inverse: the
    fields' values for the options of some conditions, None when the fields cannot say them.
    `choices(session, course_id)` gives (value, label) of the fields that choose, by their names;
    a field without any choice is left out.
    """

    fields: type[WTForm]
    read: Callable[[Mapping[str, Any]], Sequence[Options]]
    fill: Callable[[Sequence[Options]], Mapping[str, Any] | None]
    choices: Callable[[Session, int], Mapping[str, Sequence[tuple[int, str]]]] | None = None


@dataclass(frozen=True, slots=True)
class AvailabilityCondition:
    """One kind of condition (`type` in the stored tree).

    `check(options, known, course_id)` is pure. `narrows_lists` says that it also filters lists of
    people (group and profile conditions do, dates do not). Whoever holds the permission `exempts`
    in the course passes, whichever way round the condition is asked. `names(session, course_id)`
    gives the names of what `id` in the options refers to; `check` finds it as `name`. With a
    `form` teachers can set the condition.
    """

    name: str
    title: str
    check: Callable[[Options, Known, int], Answer]
    narrows_lists: bool = False
    exempts: str = ""
    names: Callable[[Session, int], Mapping[int, str]] | None = None
    form: ConditionForm | None = None
