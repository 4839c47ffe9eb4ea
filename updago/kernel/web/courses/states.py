"""What the types of activities say for the page of a course: states, and HTML of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from markupsafe import Markup

from updago.kernel.permissions.declarations import STUDENT
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.declarations import ActivityType, ItemState
from updago.kernel.spaces.queries.content import viewed_activities
from updago.kernel.spaces.structure import ActivityNode, CourseStructure
from updago.kernel.web.courses.visible import SeenActivity, SeenSection

if TYPE_CHECKING:
    from pyramid.request import Request

T = TypeVar("T")
NO_STATE: Final = ItemState()


def states_of(
    request: Request, sections: Iterable[SeenSection], *, only_done: bool = False
) -> dict[int, ItemState]:
    """The person's own states of the open activities, by id: at most two queries per type.

    `only_done` leaves out the types that do not tell what is done.
    """
    formats = request.formats

    def ask(kind: ActivityType, nodes: list[ActivityNode]) -> Mapping[int, ItemState]:
        assert kind.states is not None
        found = kind.states(request.db, request.oracle, nodes, formats)
        if not kind.tells_done and any(state.done is not None for state in found.values()):
            raise ValueError(f"{kind.name} tells what is done without declaring tells_done")
        return found

    def part(kind: ActivityType) -> object | None:
        return kind.states if kind.tells_done or not only_done else None

    return _asked(request, "states", _by_type(sections, part), ask)


def inline_of(request: Request, sections: Iterable[SeenSection]) -> dict[int, Markup]:
    """The HTML of open activities that show on the page itself, by id."""

    def ask(kind: ActivityType, nodes: list[ActivityNode]) -> Mapping[int, Markup]:
        assert kind.inline is not None
        return kind.inline(request.db, [node.id for node in nodes])

    return _asked(request, "inline", _by_type(sections, lambda kind: kind.inline), ask)


def done_of(
    request: Request,
    course: CourseStructure,
    sections: Iterable[SeenSection],
    states: Mapping[int, ItemState],
) -> frozenset[int] | None:
    """Ids of the activities that count as done: as their type says, else when they were opened.

    None when nobody counts: for teachers and guests, and in a course that tracks nothing.
    """
    person_id = request.visitor.person_id
    if person_id is None or not course.tracks_completion or not learns(request, course.place):
        return None
    opened = viewed_activities(request.db, person_id, course.id)
    return frozenset(
        seen.node.id
        for section in sections
        for seen in section.activities
        if _is_done(states.get(seen.node.id, NO_STATE).done, seen.node.id in opened)
    )


def learns(request: Request, place: Place) -> bool:
    """Whether the person of the request is at a place to learn, whatever else they do there."""
    return STUDENT in request.oracle.roles(place)


def _is_done(own: bool | None, opened: bool) -> bool:  # noqa: FBT001 - two plain facts
    return opened if own is None else own


def _by_type(
    sections: Iterable[SeenSection], part: Callable[[ActivityType], object | None]
) -> dict[str, list[SeenActivity]]:
    """The open activities whose type has the part, by type."""
    found: dict[str, list[SeenActivity]] = {}
    for section in sections:
        for seen in section.activities:
            if seen.is_open and seen.kind is not None and part(seen.kind) is not None:
                found.setdefault(seen.node.type, []).append(seen)
    return found


def _asked(
    request: Request,
    what: str,
    groups: Mapping[str, list[SeenActivity]],
    ask: Callable[[ActivityType, list[ActivityNode]], Mapping[int, T]],
) -> dict[int, T]:
    """Ask each type once; one that fails leaves its rows plain and counts against its plugin."""
    site = request.site
    kinds = site.declared(ActivityType)
    found: dict[int, T] = {}
    for name, group in groups.items():
        plugin, place = kinds.owner(name), f"{what} of {name}"
        if not site.breakers.allows(plugin, place):
            continue
        try:
            found.update(ask(kinds[name], [seen.node for seen in group]))
        except Exception as error:
            if site.bus.strict:
                raise
            site.breakers.failed(plugin, place, error)
        else:
            site.breakers.succeeded(plugin, place)
    return found
