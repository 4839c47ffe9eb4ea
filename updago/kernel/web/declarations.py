"""What plugins add to pages that are not theirs: navigation entries and slots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

if TYPE_CHECKING:
    from pyramid.request import Request

Where = Literal["bar", "category", "course", "admin", "person"]


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """A link: "bar" of the site, acts of a "category", tabs of a "course", "admin", "person".

    `route` is generated with `course_id` for "course" and `category_id` for "category" entries.
    Shown to holders of `permission`.
    """

    name: str
    title: str
    where: Where
    route: str
    permission: str
    icon: str = ""
    place: int = 50
    help: str = ""


@dataclass(frozen=True, slots=True)
class SlotFilling:
    """A function that adds HTML to a named slot of another page; None adds nothing."""

    name: str
    slot: str
    render: Callable[[Request, object], Markup | None]
