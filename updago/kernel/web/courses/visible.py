"""What one person finds on the page of a course, with the names and types the page needs."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from updago.kernel.ports.availability import Answer, AvailabilityCondition
from updago.kernel.spaces.declarations import ActivityType, CourseFormat
from updago.kernel.spaces.formats import section_title
from updago.kernel.spaces.queries.content import ListedActivity, ListedSection, listed_section
from updago.kernel.spaces.structure import ActivityNode, CourseStructure, SectionNode
from updago.kernel.web.courses.plans import Plans
from updago.kernel.web.courses.texts import shown

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request


@dataclass(frozen=True, slots=True)
class SeenActivity:
    """An activity on the page and its type; None when the type is gone or off."""

    node: ActivityNode
    kind: ActivityType | None
    is_open: bool
    is_hidden: bool
    reasons: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it has a page that this person can open, and so can be done."""
        return self.is_open and self.kind is not None and self.kind.view_route is not None


@dataclass(frozen=True, slots=True)
class SeenSection:
    """A section on the page, what is seen in it, and whether it is the current one.

    `counted` are the ids of its activities that can be done. `lines` keeps what was drawn of its
    activities, by id and grey line, for the next page that shows the same section.
    """

    node: SectionNode
    name: str
    activities: tuple[SeenActivity, ...]
    is_open: bool
    is_hidden: bool
    is_current: bool
    intro: Markup = Markup("")
    reasons: tuple[str, ...] = ()
    counted: tuple[int, ...] = ()
    lines: dict[tuple[int, str], Markup] = field(default_factory=dict, compare=False)

    @property
    def is_bare(self) -> bool:
        """Whether it is the general section and nobody put anything into it."""
        return not (self.node.position or self.activities or self.node.summary)


# What everybody with one standing finds of each section; None where each person is asked anew.
Plan = tuple[tuple[SectionNode, SeenSection | None, bool], ...]


def sections_of(request: Request, course: CourseStructure) -> tuple[SeenSection, ...]:
    """What the person of the request finds on the course page, in order."""
    find = _Finder(request, course)
    plans: Plans[Plan] = request.registry["course_plans"]
    plan = plans.get(course, find.standing(), find.plan)
    found = (find.section(node) if is_personal else seen for node, seen, is_personal in plan)
    return tuple(seen for seen in found if seen is not None)


class _Finder:
    """Finds what one person has before them of one course."""

    def __init__(self, request: Request, course: CourseStructure) -> None:
        self._request = request
        self._course = course
        self._format = request.site.declared(CourseFormat).find(course.format)
        now = request.oracle.now
        self._current = self._format.current(course, now) if self._format else None

    def standing(self) -> Hashable:
        """What the sections rest on that are the same for many: equal standings, equal pages."""
        request, state = self._request, self._request.site.state
        return (
            request.oracle.standing(self._course.place),
            request.formats.language,
            request.formats.timezone,
            state.counter("plugins"),
            state.counter("settings"),
            self._current,
        )

    def plan(self) -> Plan:
        """Each section as all of this standing find it, and whether each person is asked anew."""
        personal = [(node, _is_personal(node)) for node in self._course.sections]
        return tuple((n, None if asks else self.section(n), asks) for n, asks in personal)

    def section(self, node: SectionNode) -> SeenSection | None:
        """One section with its names; None for whom it does not exist."""
        request = self._request
        conditions = request.site.declared(AvailabilityCondition)
        listed = listed_section(self._course, node, request.oracle, conditions)
        return None if listed is None else self._named(listed)

    def _named(self, listed: ListedSection) -> SeenSection:
        request, node = self._request, listed.node
        kinds = request.site.declared(ActivityType)
        activities = tuple(
            SeenActivity(
                item.node, kinds.find(item.node.type), item.is_open, item.is_hidden, self._why(item)
            )
            for item in listed.activities
        )
        return SeenSection(
            node=node,
            name=section_title(self._format, self._course, node, request.formats),
            activities=activities,
            is_open=listed.is_open,
            is_hidden=listed.is_hidden,
            is_current=node.id == self._current,
            intro=shown(request, node.summary) if listed.is_open else Markup(),
            reasons=self._why(listed),
            counted=tuple(seen.node.id for seen in activities if seen.counts),
        )

    def _why(self, item: ListedActivity | ListedSection) -> tuple[str, ...]:
        return tuple(words_of(self._request, reason) for reason in item.reasons)


def _is_personal(section: SectionNode) -> bool:
    """Whether anything in the section opens by more than rights: by date, group, what was done."""
    gates = (*section.gates, *(gate for node in section.activities for gate in node.place.gates))
    return any(gate.opens is not None for gate in gates)


def words_of(request: Request, answer: Answer) -> str:
    """The sentence of a condition, its moments in the person's time zone."""
    values = {
        name: request.formats.datetime(value) if isinstance(value, datetime) else value
        for name, value in answer.mapping.items()
    }
    sentence: str = request.say(answer.sentence, values)
    return sentence


def includeme(config: Configurator) -> None:
    """Keep the plans of this application."""
    config.registry["course_plans"] = Plans()
