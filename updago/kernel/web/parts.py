"""The small pieces that pages are made of: what a template needs to draw one, and nothing else.

Every text is already translated and formatted for the person who reads it. What a page holds by the
hundred is a named tuple: cheap to make, and a template takes it apart in its loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from markupsafe import Markup

BadgeKind = Literal["", "soon", "late", "done", "info", "line"]
NoticeKind = Literal["", "good", "warn", "bad"]
ButtonKind = Literal["", "primary", "quiet", "danger"]
Purpose = Literal["lire", "rendre", "echanger", "evaluer"]
StateKind = Literal["done", "todo", "part", "lock"]
Ruling = Literal["seyes", "copie", "carreaux", "millimetre", "portee", "points", "iso"]

TINTS = ("", "b", "c", "d")
RULINGS: tuple[Ruling, ...] = (
    "seyes",
    "copie",
    "carreaux",
    "millimetre",
    "portee",
    "points",
    "iso",
)


@dataclass(frozen=True, slots=True)
class Action:
    """A link, or with `post` a button that sends `fields` and the CSRF token to `href`.

    `name` is what a screen reader says when `label` alone is ambiguous in a list; it must
    contain `label`. `dialog` asks the browser to show the target page's form in a dialog.
    """

    label: str
    href: str
    icon: str = ""
    kind: ButtonKind = ""
    post: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    name: str = ""
    dialog: bool = False
    current: bool = False


class Badge(NamedTuple):
    """A state in a word, with its icon; colour comes third."""

    text: str
    kind: BadgeKind = ""
    icon: str = ""


class State(NamedTuple):
    """What stands in the margin before an activity: a shape and a word."""

    kind: StateKind
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that stays until it is solved."""

    text: str
    kind: NoticeKind = ""
    detail: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """A confirmation that goes away after ten seconds, with its way back."""

    text: str
    undo: Action | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant: `iso` for machines (RFC 3339), `text` for the person, `title` in full."""

    iso: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Avatar:
    """A person's picture, or the initials when there is none."""

    initials: str
    tint: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a block of figures: what, how much, and where to look."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list shows when nothing is in it: one sentence and one next step."""

    title: str
    text: str = ""
    icon: str = "info"
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice among several, as a link; `count` is -1 when it is not known."""

    label: str
    href: str
    current: bool = False
    count: int = -1


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the reader is in a long list; `summary` reads like "1 to 50 of 214"."""

    summary: str = ""
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A search form sent by GET; `hidden` carries the other filters along."""

    action: str
    value: str = ""
    name: str = "q"
    label: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """One of several values of a filter; `options` are (value, label), "" for no filter."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""


@dataclass(frozen=True, slots=True)
class RenderedBlock:
    """A block ready to show. `html` was escaped or sanitised by its renderer.

    `failed` is one sentence shown in its stead when the block did not answer.
    """

    id: str
    title: str
    html: Markup = Markup("")
    menu: tuple[Action, ...] = ()
    failed: str = ""
    retry: str = ""


def initials_of(name: str) -> str:
    """First letters of the first and of the last word of a name, in capitals; "?" when empty."""
    words = name.split()
    if not words:
        return "?"
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


def tint_of(key: int) -> str:
    """The colour class of a person's initials, stable for one key."""
    return TINTS[key % len(TINTS)]


def ruling_of(key: int, chosen: str = "") -> Ruling:
    """The ruled paper on a course's cover: the chosen one, else one that is stable for the key."""
    known = (ruling for ruling in RULINGS if ruling == chosen)
    return next(known, RULINGS[key % len(RULINGS)])
