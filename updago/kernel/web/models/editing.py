"""The pages on which a course is built: its page in edit mode, the chooser, the move dialog."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from updago.kernel.web.parts import Action, Badge, Pager, Purpose


@dataclass(frozen=True, slots=True)
class EditRow:
    """One activity in edit mode; `move` and `rename` are pages, `add_after` opens the chooser.

    `menu` holds every act in words; its POST actions are sent from the form of the page.
    """

    id: int
    title: str
    href: str
    icon: str
    purpose: Purpose = "lire"
    meta: str = ""
    badges: tuple[Badge, ...] = ()
    move: str = ""
    rename: str = ""
    add_after: str = ""
    menu: tuple[Action, ...] = ()
    hidden: bool = False
    body: Markup = Markup("")


@dataclass(frozen=True, slots=True)
class EditSection:
    """A section in edit mode; `upload` is the address that takes files dropped on it.

    In a large course `more` leads to the activities of a section that stays folded, and `pager`
    goes through those of a large one.
    """

    id: int
    anchor: str
    key: str
    title: str
    rows: tuple[EditRow, ...] = ()
    intro: Markup = Markup("")
    badges: tuple[Badge, ...] = ()
    figure: str = ""
    open: bool = True
    move: str = ""
    rename: str = ""
    add: str = ""
    upload: str = ""
    upload_limit: str = ""
    menu: tuple[Action, ...] = ()
    more: Action | None = None
    pager: Pager | None = None


@dataclass(frozen=True, slots=True)
class CourseEditView:
    """Template `pages/course_edit.jinja2`.

    `bulk` acts on the ticked activities, sent as `activity`; `add_section` is one POST.
    """

    action: str
    sections: tuple[EditSection, ...] = ()
    bulk: tuple[Action, ...] = ()
    add_section: Action | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A type of activity that can be added; `href` opens its form."""

    title: str
    text: str
    icon: str
    purpose: Purpose
    href: str


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Types of one purpose."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ChooserView:
    """Template `pages/chooser.jinja2`."""

    groups: tuple[ChoiceGroup, ...]
    back: Action


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a thing can be put; `value` is sent, `current` is where it is now."""

    value: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """The places of one section; without a title the list is flat."""

    title: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class MoveView:
    """Template `pages/move.jinja2`: what is moved, and where it may go."""

    action: str
    groups: tuple[PlaceGroup, ...]
    submit: str
    cancel: Action
    hidden: tuple[tuple[str, str], ...] = ()
    error: str = ""
