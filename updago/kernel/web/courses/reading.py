"""The page of a course as its readers see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType, ItemState
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.lines import LineMaker
from updago.kernel.web.courses.states import NO_STATE, inline_of
from updago.kernel.web.courses.texts import shown
from updago.kernel.web.courses.visible import SeenActivity, SeenSection
from updago.kernel.web.models.course import ActivityRow, CourseView, Section
from updago.kernel.web.parts import Badge, Empty, State

if TYPE_CHECKING:
    from markupsafe import Markup
    from pyramid.request import Request

FEW_SECTIONS: Final = 4
# Drawn lines of an activity that are kept: most say one thing to all, some a few.
KEPT_EACH: Final = 4
DONE_WORDS: Final[Mapping[str, str]] = {"read": _("Read"), "exchange": _("Seen")}
TODO_WORDS: Final[Mapping[str, str]] = {"read": _("To read"), "exchange": _("To see")}
FIGURE: Final = _("${ready} of ${total} done")


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
    make = _Maker(request, course, states, inline_of(request, sections), done)
    filled = [section for section in sections if not section.is_bare]
    parts = tuple(make.section(section) for section in filled)
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
    return CourseView(sections=parts, intro=intro, empty=empty, counts=done is not None)


class _Maker:
    """Makes the sections and rows of one page; remembers whether the next thing was found."""

    def __init__(
        self,
        request: Request,
        course: CourseStructure,
        states: Mapping[int, ItemState],
        inline: Mapping[int, Markup],
        done: frozenset[int] | None,
    ) -> None:
        self._course = course
        self._states = states
        self._inline = inline
        self._counts = done is not None
        self._done = done or frozenset()
        self._next_found = False
        self._line = LineMaker(request)
        self._words = words = request.translate
        self._todo = {key: State("todo", words(text)) for key, text in TODO_WORDS.items()}
        self._ready = {key: State("done", words(text)) for key, text in DONE_WORDS.items()}
        self._other = (State("todo", words(_("To do"))), State("done", words(_("Done"))))
        self._locked = State("lock", words(_("Closed")))
        self._figure = words(FIGURE)
        self._empty = words(_("Nothing in this section yet."))

    def section(self, section: SeenSection) -> Section:
        """One section with its rows."""
        rows = tuple(self._row(section, seen) for seen in section.activities)
        counted, figure = section.counted if self._counts else (), ""
        ready = len(self._done.intersection(counted))
        if counted:
            figure = self._figure.replace("${ready}", str(ready))
            figure = figure.replace("${total}", str(len(counted)))
        return Section(
            anchor=f"s{section.node.id}",
            key=f"c{self._course.id}s{section.node.id}",
            title=section.name,
            rows=rows,
            intro=section.intro,
            badges=self._badges(section, finished=bool(counted) and ready == len(counted)),
            figure=figure,
            open=_starts_open(self._course, section) or any(row.next for row in rows),
            empty=" ".join(section.reasons) or self._empty,
        )

    def _badges(self, section: SeenSection, *, finished: bool) -> tuple[Badge, ...]:
        words = self._words
        badges = []
        if section.is_current:
            badges.append(Badge(words(_("Current")), "info"))
        if finished:
            badges.append(Badge(words(_("Finished")), "done", "check"))
        if section.is_hidden:
            badges.append(Badge(words(_("Hidden")), "line", "eye-off"))
        if not section.is_open:
            badges.append(Badge(words(_("Closed")), "line", "lock"))
        return tuple(badges)

    def _row(self, section: SeenSection, seen: SeenActivity) -> ActivityRow:
        key, kind = seen.node.id, seen.kind
        state = self._states.get(key, NO_STATE)
        body = self._inline.get(key)
        line = (
            self._kept(section, seen, state) if body is None else self._line.of(seen, state, body)
        )
        if kind is None:
            return ActivityRow(key, line, off=True)
        if kind.view_route is None:
            return ActivityRow(
                key, line, None if seen.is_open else self._locked, off=not seen.is_open
            )
        is_done = key in self._done
        is_left = self._counts and seen.is_open and not seen.is_hidden and not is_done
        is_next = is_left and not self._next_found
        self._next_found = self._next_found or is_next
        margin = self._state(seen, kind, state, is_done=is_done)
        return ActivityRow(key, line, margin, is_next, not seen.is_open or seen.is_hidden)

    def _kept(self, section: SeenSection, seen: SeenActivity, state: ItemState) -> Markup:
        """The line as somebody saw it before, when nothing in it is of one person alone."""
        if state.badge:
            return self._line.of(seen, state)
        key = (seen.node.id, state.meta)
        line = section.lines.get(key)
        if line is None:
            line = self._line.of(seen, state)
            if len(section.lines) < KEPT_EACH * len(section.activities):
                section.lines[key] = line
        return line

    def _state(
        self, seen: SeenActivity, kind: ActivityType, state: ItemState, *, is_done: bool
    ) -> State | None:
        if not seen.is_open:
            return self._locked
        if state.margin:
            return State("done" if is_done else "todo", state.margin)
        if not self._counts:
            return None
        words = self._ready if is_done else self._todo
        return words.get(kind.purpose) or self._other[is_done]


def _starts_open(course: CourseStructure, section: SeenSection) -> bool:
    return section.node.position == 0 or section.is_current or len(course.sections) <= FEW_SECTIONS
