"""What one person finds on the page of a course, with the names and types the page needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from updago.kernel.ports.availability import Answer, AvailabilityCondition
from updago.kernel.spaces.declarations import ActivityType, CourseFormat
from updago.kernel.spaces.formats import section_title
from updago.kernel.spaces.queries.content import ListedActivity, listed_sections
from updago.kernel.spaces.structure import ActivityNode, CourseStructure, SectionNode

if TYPE_CHECKING:
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
    """A section on the page, what is seen in it, and whether it is the current one."""

    node: SectionNode
    name: str
    activities: tuple[SeenActivity, ...]
    is_open: bool
    is_hidden: bool
    is_current: bool
    reasons: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether it is the general section and nobody put anything into it."""
        return not (self.node.position or self.activities or self.node.summary)


def sections_of(request: Request, course: CourseStructure) -> tuple[SeenSection, ...]:
    """What the person of the request finds on the course page, in order."""
    site = request.site
    kinds = site.declared(ActivityType).enabled()
    course_format = site.declared(CourseFormat).find(course.format)
    current = course_format.current(course, request.oracle.now) if course_format else None

    def seen(item: ListedActivity) -> SeenActivity:
        reasons = _words(request, item.reasons)
        return SeenActivity(
            item.node, kinds.get(item.node.type), item.is_open, item.is_hidden, reasons
        )

    return tuple(
        SeenSection(
            node=listed.node,
            name=section_title(course_format, course, listed.node, request.formats),
            activities=tuple(seen(item) for item in listed.activities),
            is_open=listed.is_open,
            is_hidden=listed.is_hidden,
            is_current=listed.node.id == current,
            reasons=_words(request, listed.reasons),
        )
        for listed in listed_sections(course, request.oracle, site.declared(AvailabilityCondition))
    )


def _words(request: Request, reasons: Iterable[Answer]) -> tuple[str, ...]:
    return tuple(words_of(request, reason) for reason in reasons)


def words_of(request: Request, answer: Answer) -> str:
    """The sentence of a condition, its moments in the person's time zone."""
    values = {
        name: request.formats.datetime(value) if isinstance(value, datetime) else value
        for name, value in answer.mapping.items()
    }
    sentence: str = request.say(answer.sentence, values)
    return sentence
