"""The page of a course as its readers see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType, ItemState
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.activity import showing, shown
from updago.kernel.web.courses.addresses import ActivityAddresses
from updago.kernel.web.courses.states import NO_STATE, inline_of
from updago.kernel.web.courses.visible import SeenActivity, SeenSection
from updago.kernel.web.models.course import ActivityRow, CourseView, Section
from updago.kernel.web.parts import Badge, BadgeKind, Empty, Purpose, State

if TYPE_CHECKING:
    from pyramid.request import Request

PURPOSES: Final[Mapping[str, Purpose]] = {
    "read": "lire",
    "submit": "rendre",
    "exchange": "echanger",
    "assess": "evaluer",
    "none": "lire",
}
FEW_SECTIONS: Final = 4
BADGES: Final[Mapping[str, BadgeKind]] = {
    "info": "info",
    "done": "done",
    "late": "late",
    "wait": "soon",
}
DONE_WORDS: Final[Mapping[str, str]] = {"read": _("Read"), "exchange": _("Seen")}
TODO_WORDS: Final[Mapping[str, str]] = {"read": _("To read"), "exchange": _("To see")}


def reading_view(
    request: Request,
    course: CourseStructure,
    sections: tuple[SeenSection, ...],
    states: Mapping[int, ItemState],
    done: frozenset[int] | None,
) -> CourseView:
    """The sections and rows of the page; the first open activity not done yet is the next one.

    `done` is None for whom nobody counts.
    """
    rows = _Rows(request, states, inline_of(request, sections), done)
    filled = [section for section in sections if not section.is_bare]
    parts = tuple(_section(request, course, section, rows) for section in filled)
    empty = None
    has_something = any(part.rows or part.intro for part in parts)
    if not has_something and all(section.is_open for section in filled):
        empty = Empty(
            request.translate(_("Nothing here yet")),
            request.translate(_("The teachers have not added anything to this course yet.")),
            "book-open",
        )
        parts = ()
    intro = shown(request, course.summary)
    return CourseView(sections=parts, intro=intro, empty=empty)


class _Rows:
    """Makes the rows of one page; remembers whether the next thing to do was found."""

    def __init__(
        self,
        request: Request,
        states: Mapping[int, ItemState],
        inline: Mapping[int, Markup],
        done: frozenset[int] | None,
    ) -> None:
        self._request = request
        self._states = states
        self._inline = inline
        self.counts = done is not None
        self._done = done or frozenset()
        self._policy = showing(request)
        self._next_found = False
        words = request.translate
        self._todo = {key: State("todo", words(text)) for key, text in TODO_WORDS.items()}
        self._ready = {key: State("done", words(text)) for key, text in DONE_WORDS.items()}
        self._other = (State("todo", words(_("To do"))), State("done", words(_("Done"))))
        self._locked = State("lock", words(_("Closed")))
        self._titles: dict[str, str] = {}
        self._addresses = ActivityAddresses(request)

    def row(self, seen: SeenActivity) -> ActivityRow:
        node, kind = seen.node, seen.kind
        if kind is None:
            return self._placeholder(seen)
        body = self._inline.get(node.id)
        if kind.view_route is None and not seen.is_open:
            text = Markup("<p>{}</p>").format(" ".join(seen.reasons))
            return ActivityRow(node.id, "", "", kind.icon, state=self._locked, body=text, off=True)
        if kind.view_route is None:
            return ActivityRow(node.id, "", "", kind.icon, body=body or self._intro(seen))
        state = self._states.get(node.id, NO_STATE)
        is_done = node.id in self._done
        can_be_next = self.counts and seen.is_open and not seen.is_hidden and not is_done
        is_next = can_be_next and not self._next_found
        self._next_found = self._next_found or is_next
        return ActivityRow(
            node.id,
            node.name,
            self._addresses.of(kind.view_route, node.id) if seen.is_open else "",
            kind.icon,
            PURPOSES[kind.purpose],
            self._state(seen, kind, state, is_done=is_done),
            self._meta(seen, kind, state),
            self._badges(seen, state),
            body if body is not None else self._intro(seen),
            (),
            is_next,
            not seen.is_open or seen.is_hidden,
        )

    def is_done(self, seen: SeenActivity) -> bool:
        """Whether the activity counts as done, for the figure of its section."""
        return seen.node.id in self._done

    def _state(
        self, seen: SeenActivity, kind: ActivityType, state: ItemState, *, is_done: bool
    ) -> State | None:
        if not seen.is_open:
            return self._locked
        if state.margin:
            return State("done" if is_done else "todo", state.margin)
        if not self.counts:
            return None
        words = self._ready if is_done else self._todo
        return words.get(kind.purpose) or self._other[is_done]

    def _meta(self, seen: SeenActivity, kind: ActivityType, state: ItemState) -> str:
        title = self._titles.get(kind.name)
        if title is None:
            title = self._titles[kind.name] = self._request.translate(kind.title)
        more = " ".join(seen.reasons) or state.meta
        if not more and kind.describe is not None:
            more = kind.describe(seen.node, self._request.formats)
        return f"{title} · {more}" if more else title

    def _badges(self, seen: SeenActivity, state: ItemState) -> tuple[Badge, ...]:
        if seen.is_hidden:
            return (Badge(self._request.translate(_("Hidden")), "line", "eye-off"),)
        if state.badge:
            return (Badge(state.badge, BADGES.get(state.badge_kind, "info")),)
        return ()

    def _intro(self, seen: SeenActivity) -> Markup:
        intro = seen.node.intro if seen.is_open else None
        return intro.markup(policy=self._policy) if intro else Markup()

    def _placeholder(self, seen: SeenActivity) -> ActivityRow:
        words = self._request.translate
        return ActivityRow(
            seen.node.id,
            seen.node.name,
            "",
            "puzzle",
            meta=words(
                _("This kind of activity is not available on this site. Its content is kept.")
            ),
            off=True,
        )


def _section(
    request: Request, course: CourseStructure, section: SeenSection, rows: _Rows
) -> Section:
    words = request.translate
    made = tuple(rows.row(seen) for seen in section.activities)
    counted = [seen for seen in section.activities if seen.counts] if rows.counts else []
    ready = sum(1 for seen in counted if rows.is_done(seen))
    badges: list[Badge] = []
    if section.is_current:
        badges.append(Badge(words(_("Current")), "info"))
    if counted and ready == len(counted):
        badges.append(Badge(words(_("Finished")), "done", "check"))
    if section.is_hidden:
        badges.append(Badge(words(_("Hidden")), "line", "eye-off"))
    if not section.is_open:
        badges.append(Badge(words(_("Closed")), "line", "lock"))
    figure = ""
    if counted:
        values = {"ready": ready, "total": len(counted)}
        figure = request.say(_("${ready} of ${total} done"), values)
    return Section(
        anchor=f"s{section.node.id}",
        key=f"c{course.id}s{section.node.id}",
        title=section.name,
        rows=made,
        intro=shown(request, section.node.summary) if section.is_open else Markup(),
        badges=tuple(badges),
        figure=figure,
        open=_starts_open(course, section) or any(row.next for row in made),
        empty=" ".join(section.reasons) or words(_("Nothing in this section yet.")),
    )


def _starts_open(course: CourseStructure, section: SeenSection) -> bool:
    return section.node.position == 0 or section.is_current or len(course.sections) <= FEW_SECTIONS
