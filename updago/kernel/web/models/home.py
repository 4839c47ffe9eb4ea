"""The pages before a course is chosen: landing, sign-in, dashboard."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from updago.kernel.web.fields import Form
from updago.kernel.web.parts import (
    Action,
    Badge,
    Empty,
    Filter,
    Notice,
    Pager,
    Purpose,
    Ruling,
)


@dataclass(frozen=True, slots=True)
class CourseTile:
    """A course as a tile. `percent` is the done share, 0 to 100, or -1 when it is not tracked.

    `percent_label` says it in words, `next` names what comes next under the words `next_over`.
    `star` marks a favourite by POST; its `current` says whether it is one.
    """

    code: str
    title: str
    href: str
    ruling: Ruling = "seyes"
    image: str = ""
    meta: str = ""
    badges: tuple[Badge, ...] = ()
    percent: int = -1
    percent_label: str = ""
    next_over: str = ""
    next: str = ""
    star: Action | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A way to sign in."""

    title: str
    text: str
    icon: str
    href: str


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One way to get help."""

    icon: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class LandingView:
    """Template `pages/landing.jinja2`."""

    title: str
    lede: str = ""
    over: str = ""
    doors: tuple[Door, ...] = ()
    forgotten: Action | None = None
    courses_title: str = ""
    courses: tuple[CourseTile, ...] = ()
    all_courses: Action | None = None
    state: Badge | None = None
    state_text: str = ""
    help_text: str = ""
    help_lines: tuple[HelpLine, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another way in, beside the form."""

    title: str
    text: str
    action: Action


@dataclass(frozen=True, slots=True)
class LoginView:
    """Template `pages/login_local.jinja2`, and any other small form outside the site."""

    title: str
    form: Form
    over: str = ""
    notice: Notice | None = None
    forgotten: Action | None = None
    ways: tuple[OtherWay, ...] = ()
    cookies: str = ""
    cookies_link: Action | None = None


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something with a date: `iso` for machines, the three words of the margin for the person."""

    title: str
    href: str
    iso: str
    weekday: str
    day: str
    month: str
    icon: str
    purpose: Purpose = "rendre"
    meta: str = ""
    draft: str = ""
    badges: tuple[Badge, ...] = ()
    action: Action | None = None
    next: bool = False


@dataclass(frozen=True, slots=True)
class DashboardView:
    """Template `pages/dashboard.jinja2`; the blocks come with the page's frame.

    `news` is what plugins tell the person: HTML that they escaped.
    """

    due: tuple[DueRow, ...] = ()
    due_summary: str = ""
    agenda: Action | None = None
    filters: tuple[Filter, ...] = ()
    news: Markup = Markup("")
    courses: tuple[CourseTile, ...] = ()
    pager: Pager | None = None
    empty: Empty | None = None
