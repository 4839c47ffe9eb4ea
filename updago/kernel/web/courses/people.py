"""The people of a course as a list: who is in it, with what roles, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from updago.kernel.i18n import _
from updago.kernel.spaces.queries import CourseGroup, Participant, ParticipantFilter
from updago.kernel.spaces.queries.participants import NO_GROUP
from updago.kernel.web.courses.addresses import addresses
from updago.kernel.web.courses.roles import NAMES, role_name
from updago.kernel.web.models.people import PersonRow
from updago.kernel.web.parts import Action, Avatar, Badge, Pick, initials_of, tint_of

if TYPE_CHECKING:
    from pyramid.request import Request

CONTACT: Final = "person:contact:view"
ENROL: Final = "enrolment:person:edit"
STATUSES: Final[Mapping[str, str]] = {
    "suspended": _("Suspended"),
    "future": _("Not yet started"),
    "ended": _("Ended"),
}
KEYWORD_LIMIT: Final = 100


def wanted_of(request: Request) -> ParticipantFilter:
    """What the address asks for; anything unknown is left out."""
    asked = request.GET
    group = asked.get("group", "")
    role, status = asked.get("role", ""), asked.get("status", "")
    may_filter = request.may(ENROL)
    return ParticipantFilter(
        role=role if role in NAMES else "",
        group_id=int(group) if group.isdecimal() and len(group) <= len("9" * 18) else None,
        status=status if may_filter and status in {"active", *STATUSES} else "",
        keyword=asked.get("q", "")[:KEYWORD_LIMIT],
    )


def query_of(wanted: ParticipantFilter) -> dict[str, str]:
    """The filter as an address carries it."""
    group = "" if wanted.group_id is None else str(wanted.group_id)
    parts = {
        "role": wanted.role,
        "group": group,
        "status": wanted.status,
        "q": wanted.keyword,
    }
    return {name: value for name, value in parts.items() if value}


def picks_of(
    request: Request, wanted: ParticipantFilter, groups: tuple[CourseGroup, ...]
) -> tuple[Pick, ...]:
    """What the list can be narrowed by: the role, the group, the state."""
    words, kept = request.translate, query_of(wanted)

    def pick(name: str, label: str, *options: tuple[str, str]) -> Pick:
        return Pick(name, words(label), options, kept.get(name, ""))

    roles = ((role, role_name(request, role)) for role in ("student", "teacher", "assistant"))
    found = [pick("role", _("Role"), ("", words(_("Everybody"))), *roles)]
    if groups:
        every, none = ("", words(_("All groups"))), (str(NO_GROUP), words(_("In no group")))
        named = ((str(group.id), group.name) for group in groups)
        found.append(pick("group", _("Group"), every, *named, none))
    if request.may(ENROL):
        states = ((name, words(title)) for name, title in STATUSES.items())
        found.append(pick("status", _("State"), ("", words(_("All states"))), *states))
    return tuple(found)


class People:
    """Makes the rows of one page; rights and addresses are found once."""

    def __init__(self, request: Request, course_id: int) -> None:
        self._request = request
        self._words = words = request.translate
        self._may_enrol: bool = request.may(ENROL)
        self._contacts: bool = request.may(CONTACT)
        self._profile = addresses(request, "core.person.view", "person_id")
        routes = ("edit", "suspend", "unenrol")
        self._acts = {
            name: addresses(request, f"enrolment.{name}", "enrolment_id", course_id=course_id)
            for name in routes
        }
        self._badges = {name: Badge(words(title), "line") for name, title in STATUSES.items()}
        self._roles = {role: role_name(request, role) for role in NAMES}
        self._change, self._leave = words(_("Change role or dates")), words(_("Unenrol"))
        self._pause, self._resume = words(_("Suspend")), words(_("Make active again"))

    @property
    def shows_contacts(self) -> bool:
        """Whether addresses are shown."""
        return self._contacts

    @property
    def may_enrol(self) -> bool:
        """Whether rows have acts."""
        return self._may_enrol

    def row(self, person: Participant) -> PersonRow:
        seen = person.last_access_at
        formats, now = self._request.formats, self._request.oracle.now
        states = dict.fromkeys(held.status for held in person.enrolments)
        return PersonRow(
            id=person.person_id,
            name=person.full_name,
            href=self._profile(person.person_id),
            avatar=Avatar(initials_of(person.full_name), tint_of(person.person_id)),
            email=person.email if self._contacts else "",
            roles=tuple(self._roles.get(role, role) for role in person.roles),
            groups=tuple(group.name for group in person.groups),
            seen=formats.relative(seen, now) if seen else self._words(_("never")),
            badges=tuple(self._badges[s] for s in states if s in self._badges),
            menu=tuple(self._menu(person)) if self._may_enrol else (),
        )

    def _menu(self, person: Participant) -> list[Action]:
        several = len(person.enrolments) > 1
        acts = []
        for held in person.enrolments:
            tail = f" ({self._roles.get(held.role, held.role)})" if several else ""
            is_off = held.status == "suspended"
            label = self._resume if is_off else self._pause
            field = (("suspended", "" if is_off else "1"),)
            edit, away = self._acts["edit"](held.id), self._acts["unenrol"](held.id)
            turn = self._acts["suspend"](held.id)
            acts.append(Action(self._change + tail, edit, "pencil"))
            icon = "play" if is_off else "pause"
            acts.append(Action(label + tail, turn, icon, post=True, fields=field))
            acts.append(Action(self._leave + tail, away, "log-out"))
        return acts
