"""People: those of a course, and one of them."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from updago.kernel.web.parts import Action, Avatar, Badge, Empty, Figure, Pager, Pick, Search


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list. `id` is sent as `person` when the row is ticked."""

    id: int
    name: str
    href: str
    avatar: Avatar
    email: str = ""
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    seen: str = ""
    badges: tuple[Badge, ...] = ()
    menu: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class ParticipantsView:
    """Template `pages/participants.jinja2`. With `bulk` rows can be ticked; `picks` narrow it."""

    people: tuple[PersonRow, ...] = ()
    picks: tuple[Pick, ...] = ()
    search: Search | None = None
    show_email: bool = False
    bulk: tuple[Action, ...] = ()
    pager: Pager | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class ProfileCourse:
    """A course shared with the person."""

    title: str
    href: str
    meta: str = ""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """Template `pages/profile.jinja2`: facts the reader may see."""

    name: str
    avatar: Avatar
    badges: tuple[Badge, ...] = ()
    about: Markup = Markup("")
    facts: tuple[Figure, ...] = ()
    courses: tuple[ProfileCourse, ...] = ()
    acts: tuple[Action, ...] = ()
