"""The page of a course as its readers see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from updago.kernel.web.parts import Badge, Empty, Purpose, State


class ActivityLine(NamedTuple):
    """What is said of one activity beside the margin; `macros/lines.jinja2` draws it.

    Without a title it is a label: only `body` is shown. `href` is empty when it cannot be opened;
    `meta` then says the condition in words.
    """

    title: str = ""
    href: str = ""
    icon: str = ""
    purpose: Purpose = "lire"
    meta: str = ""
    badges: tuple[Badge, ...] = ()
    body: Markup = Markup("")


class ActivityRow(NamedTuple):
    """One activity: its state in the margin, its line drawn before.

    `next` marks the one row to do first, `off` one that is closed. The template takes it apart in
    this order.
    """

    id: int
    line: Markup
    state: State | None = None
    next: bool = False
    off: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section that folds; `anchor` is its id on the page, `key` remembers the fold."""

    anchor: str
    key: str
    title: str
    rows: tuple[ActivityRow, ...] = ()
    intro: Markup = Markup("")
    badges: tuple[Badge, ...] = ()
    figure: str = ""
    open: bool = True
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The thing before or after this one."""

    over: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class CourseView:
    """Template `pages/course.jinja2`."""

    sections: tuple[Section, ...] = ()
    intro: Markup = Markup("")
    previous: Neighbour | None = None
    next: Neighbour | None = None
    empty: Empty | None = None
    counts: bool = True
