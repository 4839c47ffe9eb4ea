"""Conditions of sections and activities: a stored tree of conditions, asked for one person.

A tree is `{"op": "&" | "|" | "!&" | "!|", "c": [conditions or trees]}`. The root also says what
people see while it is shut: `showc`, one flag per child, for `&` and `!|`; `show`, one flag for
all, for `|` and `!&`. A condition is `{"type": NAME, …}`. An empty tree is met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.i18n import _
from updago.kernel.ports.availability import Answer, AvailabilityCondition, Known

if TYPE_CHECKING:
    from updago.kernel.permissions.oracle import Oracle
    from updago.kernel.plugins.registry import Registry

Tree = Mapping[str, Any]

UNKNOWN: Final = Answer(
    False, _("A condition cannot be checked now: its plugin is off or missing."), {}
)
EACH: Final = frozenset({"&", "!|"})  # operators whose children have a flag of their own
NEGATIVE: Final = frozenset({"!&", "!|"})


@dataclass(frozen=True, slots=True)
class Availability:
    """A tree in one course, with the conditions the site knows."""

    tree: Tree
    course_id: int
    conditions: Registry[AvailabilityCondition]

    def is_met(self, known: Known) -> bool:
        """Whether the whole tree is met; what cannot be checked is not met."""
        return self._value(self.tree, known) is True

    def shown_while_shut(self) -> tuple[Availability | None, Availability | None]:
        """Split: what hides the thing while it is unmet, and what only closes it."""
        children = self.tree.get("c", ())
        if not children:
            return None, None
        if self.tree.get("op", "&") not in EACH:
            return (None, self) if self.tree.get("show", True) else (self, None)
        flags = [*self.tree.get("showc", ()), *[True] * len(children)]
        paired = list(zip(children, flags, strict=False))
        return self._part(paired, shown=False), self._part(paired, shown=True)

    def unmet(self, known: Known) -> tuple[Answer, ...]:
        """What people read: the conditions that are not met yet, outermost first."""
        return () if self.is_met(known) else tuple(self._failing(self.tree, known))

    def _part(self, paired: list[tuple[Tree, bool]], *, shown: bool) -> Availability | None:
        chosen = [child for child, flag in paired if flag is shown]
        if not chosen:
            return None
        tree = {"op": self.tree.get("op", "&"), "c": chosen}
        return Availability(tree, self.course_id, self.conditions)

    def _value(self, node: Tree, known: Known) -> bool | None:
        """True, False, or None where a condition is unknown: its negation is unknown as well."""
        if "c" not in node:
            return self._answer(node, known)[0]
        values = [self._value(child, known) for child in node["c"]]
        if not values:
            return True
        operator = node.get("op", "&")
        decisive = operator in {"|", "!|"}  # the value that settles the set alone
        if decisive in values:
            result: bool | None = decisive
        else:
            result = None if None in values else not decisive
        return result if result is None or operator not in NEGATIVE else not result

    def _answer(self, node: Tree, known: Known) -> tuple[bool | None, Answer]:
        condition = self.conditions.find(str(node.get("type", "")))
        if condition is None:
            return None, UNKNOWN
        answer = condition.check(node, known, self.course_id)
        return answer.met, answer

    def _failing(self, node: Tree, known: Known) -> Iterator[Answer]:
        negative = node.get("op", "&") in NEGATIVE
        for child in node["c"]:
            value = self._value(child, known)
            if value is not None and value is not negative:
                continue
            if "c" in child:
                yield from self._failing(child, known)
            else:
                yield self._answer(child, known)[1]


def opener(availability: Availability) -> Any:
    """The `opens` function of a gate."""

    def opens(oracle: Oracle) -> bool:
        return availability.is_met(oracle)

    return opens
