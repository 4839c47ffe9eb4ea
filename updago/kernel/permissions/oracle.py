"""The access oracle: may this person do this here now, and why."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import GUEST, OWNER, FactSource
from updago.kernel.permissions.facts import Facts, Held, load_facts
from updago.kernel.permissions.models import ALLOW, PROHIBIT
from updago.kernel.permissions.places import SITE_LEVEL, Gate, Level, Place
from updago.kernel.permissions.table import RoleTable, RoleTables, UnknownPermission

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["ENTER", "Decision", "Oracle", "RoleTables", "Step", "UnknownPermission"]

# Whoever lacks this in a course may not even learn what is in it.
ENTER: Final = "course:space:view"
NOT_ALLOWED: Final = _("You do not have the right to do this here: ${act}.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a decision, in the order it was taken.

    kind "gate": `name` is the gate, `value` open, bypassed or closed. kind "role": `name` is a
    role held at `held_at` because of `note`; `value` is what it says (allow, prevent, prohibit or
    nothing), and `ruled_at` the level of the override that says so (None: the default).
    """

    kind: Literal["gate", "role"]
    name: str
    value: str
    held_at: Level | None = None
    ruled_at: Level | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer with its reasons.

    `sentence` is a msgid for the person, `mapping` fills its places after translation. `hides`
    says that the person may not learn that the thing exists.
    """

    allowed: bool
    sentence: str = ""
    trace: tuple[Step, ...] = ()
    hides: bool = False
    mapping: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.allowed


class Oracle:
    """Answers for one person at one instant; at most two queries, however many questions.

    `person_id` None with `is_guest` is a visitor who chose to look around without an account;
    without it an anonymous one, who holds no role at all. `facts` spares the query for them.
    """

    def __init__(
        self,
        session: Session,
        person_id: int | None,
        now: datetime,
        tables: RoleTables,
        *,
        is_guest: bool = False,
        facts: Facts | None = None,
    ) -> None:
        self.person_id = person_id
        self.now = now
        self.is_guest = is_guest and person_id is None
        self._session = session
        self._tables = tables
        self._facts = facts
        self._known: tuple[RoleTable, Facts] | None = None
        self._marked: frozenset[Level] = frozenset()
        self._memo: dict[tuple[str, tuple[Level, ...], tuple[str, ...]], bool] = {}

    def on(self, session: Session) -> Oracle:
        """The same oracle for a thread with a session of its own; what is known is shared."""
        self._learn()
        other = Oracle(session, self.person_id, self.now, self._tables, is_guest=self.is_guest)
        other._known, other._marked = self._known, self._marked
        return other

    def may(self, permission: str, place: Place) -> bool:
        """Whether the person holds the permission at the place and no gate is shut.

        Raises UnknownPermission when nobody declares it.
        """
        if self._closed_gate(place) is not None:
            return False
        return self.holds(permission, place)

    def holds(self, permission: str, place: Place) -> bool:
        """As `may`, whatever the gates say."""
        if self._known is None:
            self._learn()
        if place.person_id is not None:
            return self._value(permission, place, place.levels)
        levels = place.levels
        # Nothing is held or overridden at most activities: they share the answer of their course.
        if levels[-1] not in self._marked and levels[-1][0] == "activity":
            levels = levels[:-1]
        key = (permission, levels, place.roles)
        known = self._memo.get(key)
        if known is None:
            known = self._memo[key] = self._value(permission, place, levels)
        return known

    def decide(self, permission: str, place: Place) -> Decision:
        """The same answer as `may`, with its trace and a sentence for the person."""
        trace = self._gate_steps(place)
        gate = self._closed_gate(place)
        roles = self._role_steps(permission, place)
        trace = (*trace, *roles)
        if gate is not None:
            return Decision(False, gate.sentence, trace, gate.is_secret or not self._enters(place))
        if self.holds(permission, place):
            return Decision(True, trace=trace)
        title = self._learn()[0].permission(permission).title
        return Decision(False, NOT_ALLOWED, trace, not self._enters(place), {"act": title})

    def groups(self, course_id: int) -> frozenset[int]:
        """Ids of the person's groups in a course."""
        return self._learn()[1].groups.get(course_id, frozenset())

    def working_groups(self, course_id: int, grouping_id: int | None = None) -> frozenset[int]:
        """Ids of the person's groups that take part in work, those of one grouping when given."""
        known = self._learn()[1]
        working = known.working.get(course_id, frozenset())
        return working if grouping_id is None else working & self.grouping(grouping_id)

    def grouping(self, grouping_id: int) -> frozenset[int]:
        """Ids of the person's groups in a grouping."""
        return self._learn()[1].groupings.get(grouping_id, frozenset())

    def roles(self, place: Place) -> frozenset[str]:
        """Roles held at the place, those of the levels above included."""
        return frozenset(held.role for held in self._held(place, place.levels))

    def standing(self, place: Place) -> Hashable:
        """What answers in a course rest on, but for gates that ask for more than rights.

        At `place`, that of the course, and at all activities in it, oracles with equal standings
        give equal answers as long as the things there have equal gates.
        """
        table, facts = self._learn()
        held = {
            (level, role.role)
            for level, roles in facts.held.items()
            if level in place.levels or level[0] == "activity"
            for role in roles
        }
        return table.version, self.is_guest, facts.is_active, frozenset(held)

    def courses(self) -> frozenset[int]:
        """Ids of the courses in which the person holds a role directly, as more than a guest."""
        return frozenset(
            key
            for (kind, key), roles in self._learn()[1].held.items()
            if kind == "course" and any(held.role != GUEST for held in roles)
        )

    def table(self) -> RoleTable:
        """The rules that this oracle reads."""
        return self._learn()[0]

    def _learn(self) -> tuple[RoleTable, Facts]:
        if self._known is None:
            table = self._tables.read(self._session)
            facts = self._facts if self._facts is not None else self._ask()
            self._known = table, facts
            self._marked = table.levels | frozenset(facts.held)
        return self._known

    def _ask(self) -> Facts:
        if self.person_id is None:
            return Facts()
        sources = self._tables.manager.declared(FactSource).enabled().values()
        return load_facts(self._session, self.person_id, self.now, sources)

    def _held(self, place: Place, levels: tuple[Level, ...]) -> list[Held]:
        facts = self._learn()[1]
        if not facts.is_active and not self.is_guest:
            return []
        held = [role for level in levels for role in facts.held.get(level, ())]
        held.extend(Held(role, levels[-1], "place") for role in place.roles)
        if facts.is_active and place.person_id == self.person_id:
            held.append(Held(OWNER, levels[-1], "owner"))
        # A guest looks around the site; into a course they come only where it opens itself.
        if self.is_guest and place.course_id is None:
            held.append(Held(GUEST, SITE_LEVEL, "guest"))
        return held

    def _value(self, permission: str, place: Place, levels: tuple[Level, ...]) -> bool:
        table = self._learn()[0]
        table.permission(permission)
        roles = {held.role for held in self._held(place, levels)}
        said = {table.ruling(role, permission, levels).value for role in roles}
        return ALLOW in said and PROHIBIT not in said

    def _closed_gate(self, place: Place) -> Gate | None:
        for gate in place.gates:
            if gate.opens is not None and gate.opens(self):
                continue
            if not self.holds(gate.bypass, place):
                return gate
        return None

    def _enters(self, place: Place) -> bool:
        if place.person_id is not None:
            return False
        return place.course_id is None or self.holds(ENTER, place)

    def _gate_steps(self, place: Place) -> tuple[Step, ...]:
        steps = []
        for gate in place.gates:
            is_open = gate.opens is not None and gate.opens(self)
            passes = self.holds(gate.bypass, place)
            value = "open" if is_open else "bypassed" if passes else "closed"
            steps.append(Step("gate", gate.name, value, note=gate.bypass))
            if value == "closed":
                break
        return tuple(steps)

    def _role_steps(self, permission: str, place: Place) -> tuple[Step, ...]:
        table = self._learn()[0]
        return tuple(
            Step("role", held.role, ruling.value, held.level, ruling.level, held.note)
            for held in self._held(place, place.levels)
            for ruling in (table.ruling(held.role, permission, place.levels),)
        )
