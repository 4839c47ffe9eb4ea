"""Conditions of sections and activities: a stored tree of conditions, asked for one person.

A tree is `{"op": "&" | "|" | "!&" | "!|", "c": [conditions or trees]}`. The root also says what
people see while it is shut: `showc`, one flag per child, for `&` and `!|`; `show`, one flag for
all, for `|` and `!&`. A condition is `{"type": NAME, …}`. An empty tree is met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.i18n import _
from updago.kernel.ports.availability import Answer, AvailabilityCondition, Known

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from updago.kernel.permissions.oracle import Oracle
    from updago.kernel.permissions.places import Place
    from updago.kernel.plugins.registry import Registry

Tree = Mapping[str, Any]

UNKNOWN: Final = Answer(
    False, _("A condition cannot be checked now: its plugin is off or missing."), {}
)
TURNED: Final = _("A condition that must not hold does.")
ONE_IS_ENOUGH: Final = Answer(False, _("One of these is enough:"), {})
EACH: Final = frozenset({"&", "!|"})  # operators whose children have a flag of their own
NEGATIVE: Final = frozenset({"!&", "!|"})


@dataclass(frozen=True, slots=True)
class Availability:
    """A tree in the course at `place`, with the conditions the site knows."""

    tree: Tree
    place: Place
    conditions: Registry[AvailabilityCondition]

    def is_met(self, known: Known) -> bool:
        """Whether the whole tree is met; what cannot be checked is not met."""
        return self._value(self.tree, known, turned=False) is True

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
        if self.is_met(known):
            return ()
        return tuple(self._failing(self.tree, known, turned=False))

    def _part(self, paired: list[tuple[Tree, bool]], *, shown: bool) -> Availability | None:
        chosen = [child for child, flag in paired if flag is shown]
        if not chosen:
            return None
        tree = {"op": self.tree.get("op", "&"), "c": chosen}
        return Availability(tree, self.place, self.conditions)

    def _value(self, node: Tree, known: Known, *, turned: bool) -> bool | None:
        """True, False, or None where a condition is unknown, whichever way round it is asked."""
        if "c" not in node:
            return self._asked(node, known, turned=turned)[0]
        needs_one, turned = _settling(node, turned=turned)
        values = [self._value(child, known, turned=turned) for child in node["c"]]
        if not values:
            return True
        if needs_one in values:
            return needs_one
        return None if None in values else not needs_one

    def _asked(self, node: Tree, known: Known, *, turned: bool) -> tuple[bool | None, Answer]:
        condition = self.conditions.find(str(node.get("type", "")))
        course_id = self.place.course_id
        if condition is None or course_id is None:
            return None, UNKNOWN
        answer = condition.check(node, known, course_id)
        if condition.exempts and known.holds(condition.exempts, self.place):
            return True, answer
        if turned:
            return not answer.met, replace(answer, sentence=answer.otherwise or TURNED)
        return answer.met, answer

    def _failing(self, node: Tree, known: Known, *, turned: bool) -> Iterator[Answer]:
        needs_one, turned = _settling(node, turned=turned)
        if needs_one and len(node["c"]) > 1:
            yield ONE_IS_ENOUGH
        for child in node["c"]:
            if self._value(child, known, turned=turned) is True:
                continue
            if "c" in child:
                yield from self._failing(child, known, turned=turned)
            else:
                yield self._asked(child, known, turned=turned)[1]


def _settling(node: Tree, *, turned: bool) -> tuple[bool, bool]:
    """Whether one child is enough, and whether the children are asked the other way round.

    A negation is carried down to the conditions (De Morgan), where exemptions apply after it.
    """
    operator = node.get("op", "&")
    turned = turned != (operator in NEGATIVE)
    return (operator in {"|", "!|"}) != turned, turned


@dataclass(frozen=True, slots=True)
class Naming:
    """Puts the names of what conditions refer to into trees: one query per kind that needs it."""

    session: Session
    course_id: int
    conditions: Registry[AvailabilityCondition]
    known: dict[str, Mapping[int, str]] = field(default_factory=dict)

    def named(self, tree: Tree | None) -> Tree | None:
        """The tree with a `name` beside each `id` that has one."""
        if tree is None:
            return None
        if "c" in tree:
            return {**tree, "c": [self.named(child) for child in tree["c"]]}
        condition = self.conditions.find(str(tree.get("type", "")))
        if condition is None or condition.names is None or "id" not in tree:
            return tree
        if condition.name not in self.known:
            self.known[condition.name] = condition.names(self.session, self.course_id)
        name = self.known[condition.name].get(tree["id"])
        return tree if name is None else {**tree, "name": name}


def opener(availability: Availability) -> Any:
    """The `opens` function of a gate."""

    def opens(oracle: Oracle) -> bool:
        return availability.is_met(oracle)

    return opens
