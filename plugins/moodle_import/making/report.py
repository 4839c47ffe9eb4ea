"""The fidelity report of an import: what became of each thing, with sums that are exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Outcome(Enum):
    """What became of one thing.

    KEPT: usable as it was. ADAPTED: usable, with differences. WAITING: kept whole until a plugin
    adopts it. REFUSED: not taken. The last two both count as refused.
    """

    KEPT = "kept"
    ADAPTED = "adapted"
    WAITING = "waiting"
    REFUSED = "refused"


@dataclass(slots=True)
class Tally:
    """Counts whose total is always kept + adapted + refused; waiting is a part of refused."""

    kept: int = 0
    adapted: int = 0
    refused: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        """All that was counted."""
        return self.kept + self.adapted + self.refused

    def add(self, outcome: Outcome) -> None:
        """Count one thing."""
        self.kept += outcome is Outcome.KEPT
        self.adapted += outcome is Outcome.ADAPTED
        self.waiting += outcome is Outcome.WAITING
        self.refused += outcome in (Outcome.WAITING, Outcome.REFUSED)

    def as_json(self) -> dict[str, int]:
        """The counts by name."""
        return {
            "total": self.total,
            "kept": self.kept,
            "adapted": self.adapted,
            "refused": self.refused,
            "waiting": self.waiting,
        }


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is not simply kept, or a difference of one that is adapted.

    ``reason`` is a sentence (a msgid) with its ``mapping``.
    """

    kind: str
    type: str
    name: str
    outcome: Outcome
    reason: str
    mapping: Mapping[str, object] = field(default_factory=dict)

    def sentence(self) -> str:
        """The reason with its values, in English."""
        text = self.reason
        for name, value in self.mapping.items():
            text = text.replace("${" + name + "}", str(value))
        return text


@dataclass(slots=True)
class Report:
    """Filled during an import; ``as_json`` is the document that scripts read."""

    format: str
    release: str
    course: dict[str, object] = field(default_factory=dict)
    items: Tally = field(default_factory=Tally)
    by_type: dict[str, Tally] = field(default_factory=dict)
    questions: Tally = field(default_factory=Tally)
    by_question_type: dict[str, Tally] = field(default_factory=dict)
    files: Tally = field(default_factory=Tally)
    people: Tally = field(default_factory=Tally)
    details: list[Detail] = field(default_factory=list)

    def item(self, kind: str, outcome: Outcome) -> None:
        """Count an activity of a type."""
        self.items.add(outcome)
        self.by_type.setdefault(kind, Tally()).add(outcome)

    def question(self, kind: str, outcome: Outcome) -> None:
        """Count a question of a type."""
        self.questions.add(outcome)
        self.by_question_type.setdefault(kind, Tally()).add(outcome)

    def as_json(self) -> dict[str, object]:
        """The report as plain values."""
        return {
            "source": {"format": self.format, "release": self.release},
            "course": self.course,
            "items": self.items.as_json(),
            "by_type": {kind: tally.as_json() for kind, tally in sorted(self.by_type.items())},
            "questions": self.questions.as_json(),
            "by_question_type": {
                kind: tally.as_json() for kind, tally in sorted(self.by_question_type.items())
            },
            "files": self.files.as_json(),
            "people": self.people.as_json(),
            "details": [
                {
                    "kind": detail.kind,
                    "type": detail.type,
                    "name": detail.name,
                    "outcome": detail.outcome.value,
                    "reason": detail.sentence(),
                }
                for detail in self.details
            ],
        }
