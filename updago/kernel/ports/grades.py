"""The port between what gives grades and what keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from updago.kernel.db.operation import Act


@dataclass(frozen=True, slots=True)
class Grade:
    """One raw grade: exact decimals, `value` None when it is taken back."""

    activity_id: int
    person_id: int
    value: Decimal | None
    minimum: Decimal
    maximum: Decimal
    item: int = 0
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class GradeReceiver:
    """Takes a grade inside the operation that gives it; raising fails that operation."""

    name: str
    receive: Callable[[Act, Grade], None]


def give_grade(act: Act, grade: Grade) -> None:
    """Hand a grade to every receiver that is on, inside the running operation."""
    declared = act.session.info["declared"]
    for receiver in declared(GradeReceiver).enabled().values():
        receiver.receive(act, grade)
