"""What the frame around every page needs: `Page` and its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from updago.kernel.web.parts import (
    Action,
    Avatar,
    Badge,
    Notice,
    RenderedBlock,
    Ruling,
    Toast,
)

# The sheet of icons, among the assets.
SPRITE: Final = "img/icons.svg"


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the path to the page; the last has no address."""

    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place of the main navigation; `icon` is shown in the bar at the foot of a phone."""

    label: str
    href: str
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A page beside this one."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PersonBadge:
    """Who is signed in; `menu` opens from the picture, without it the picture is a link."""

    name: str
    avatar: Avatar
    href: str
    role: str = ""
    menu: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Bell:
    """Unread notifications: `label` says the number in words."""

    href: str
    count: int
    label: str


class IndexEntry(NamedTuple):
    """An activity in the summary of a course; `done` is None for whom nobody counts."""

    label: str
    href: str
    done: bool | None = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class IndexSection:
    """A section in the summary; `figure` reads like "5/8"; entries are shown for some only."""

    label: str
    href: str
    figure: str = ""
    current: bool = False
    entries: tuple[IndexEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseIndex:
    """The summary of a course that stays in view."""

    sections: tuple[IndexSection, ...]
    figure: str = ""


@dataclass(frozen=True, slots=True)
class CourseHead:
    """The heading of the pages of a course: cover with its code, name and people."""

    code: str
    title: str
    href: str
    ruling: Ruling = "seyes"
    image: str = ""
    over: str = ""
    people: str = ""


@dataclass(frozen=True, slots=True)
class EditBar:
    """The bar of a page that can be edited: a link, or a POST, switches the mode on or off."""

    switch: Action
    on: bool = False
    saved: str = ""
    actions: tuple[Action, ...] = ()


def _no_asset(name: str) -> str:
    return name


@dataclass(frozen=True, slots=True)
class Page:
    """Everything around the content of a page.

    `assets` gives the address of a built file by its name: "app.css", "app.js", "theme.js",
    "img/icons.svg", "img/favicon.svg" and what `scripts` and `styles` name ("htmx.js").
    `course` replaces the plain heading made of `over`, `heading`, `lede`, `badges`, `actions`.
    `theme` is "", "light", "dark" or "contrast"; empty follows the person's system.
    """

    title: str
    assets: Callable[[str], str] = _no_asset
    csrf_token: str = ""
    site: str = "UPdago"
    home: str = "/"
    institution: str = ""
    lang: str = "fr"
    dir: str = "ltr"
    theme: str = ""
    heading: str = ""
    over: str = ""
    lede: str = ""
    badges: tuple[Badge, ...] = ()
    actions: tuple[Action, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    nav: tuple[NavItem, ...] = ()
    tabbar: tuple[NavItem, ...] = ()
    person: PersonBadge | None = None
    sign_in: str = ""
    bell: Bell | None = None
    palette: str = ""
    help: str = ""
    languages: tuple[Action, ...] = ()
    language: str = ""
    course: CourseHead | None = None
    tabs: tuple[Tab, ...] = ()
    index: CourseIndex | None = None
    aside: tuple[RenderedBlock, ...] = ()
    aside_actions: tuple[Action, ...] = ()
    edit: EditBar | None = None
    editing: bool = False
    notices: tuple[Notice, ...] = ()
    toasts: tuple[Toast, ...] = ()
    footer: tuple[NavItem, ...] = ()
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    narrow: bool = False
    body_class: str = ""
    robots: str = "noindex"
    description: str = ""

    @property
    def sprite(self) -> str:
        """Address of the sheet of icons; an icon is `{sprite}#i-{name}`."""
        return self.assets(SPRITE)
