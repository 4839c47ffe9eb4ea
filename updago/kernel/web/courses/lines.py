"""The lines of activities, drawn apart from the page they come to stand on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from pyramid_jinja2 import IJinja2Environment

from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType, ItemState
from updago.kernel.web.assets import asset
from updago.kernel.web.courses.addresses import ActivityAddresses
from updago.kernel.web.courses.states import NO_STATE
from updago.kernel.web.courses.texts import shown
from updago.kernel.web.courses.visible import SeenActivity
from updago.kernel.web.layout import SPRITE
from updago.kernel.web.models.course import ActivityLine
from updago.kernel.web.parts import Badge, BadgeKind, Purpose

if TYPE_CHECKING:
    from pyramid.request import Request

MACROS: Final = "updago.kernel.web:templates/macros/lines.jinja2"
PURPOSES: Final[Mapping[str, Purpose]] = {
    "read": "lire",
    "submit": "rendre",
    "exchange": "echanger",
    "assess": "evaluer",
    "none": "lire",
}
BADGES: Final[Mapping[str, BadgeKind]] = {
    "info": "info",
    "done": "done",
    "late": "late",
    "wait": "soon",
}


class LineMaker:
    """Draws what stands beside the margin; made for one request.

    A line without a state or HTML of the person's own is the same for all who find the same.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._words = request.translate
        environment = request.registry.queryUtility(IJinja2Environment, name=".jinja2")
        self._macro = environment.get_template(MACROS).module.activity
        self._sprite = asset(request.registry, SPRITE)
        self._addresses = ActivityAddresses(request)

    def of(
        self, seen: SeenActivity, state: ItemState = NO_STATE, body: Markup | None = None
    ) -> Markup:
        """The line of an activity; `state` and `body` are what its type says for this person."""
        drawn: Markup = self._macro(self._line(seen, state, body), self._sprite)
        return drawn

    def _line(self, seen: SeenActivity, state: ItemState, body: Markup | None) -> ActivityLine:
        node, kind = seen.node, seen.kind
        if kind is None:
            gone = _("This kind of activity is not available on this site. Its content is kept.")
            return ActivityLine(node.name, icon="puzzle", meta=self._words(gone))
        if kind.view_route is None:
            return ActivityLine(icon=kind.icon, body=self._label(seen, body))
        return ActivityLine(
            node.name,
            self._addresses.of(kind.view_route, node.id) if seen.is_open else "",
            kind.icon,
            PURPOSES[kind.purpose],
            self._meta(seen, kind, state),
            self._badges(seen, state),
            body if body is not None else self._intro(seen),
        )

    def _label(self, seen: SeenActivity, body: Markup | None) -> Markup:
        if not seen.is_open:
            return Markup("<p>{}</p>").format(" ".join(seen.reasons))
        return body or self._intro(seen)

    def _intro(self, seen: SeenActivity) -> Markup:
        intro = seen.node.intro if seen.is_open else None
        return shown(self._request, intro) if intro else Markup()

    def _meta(self, seen: SeenActivity, kind: ActivityType, state: ItemState) -> str:
        title = self._words(kind.title)
        more = " ".join(seen.reasons) or state.meta
        if not more and kind.describe is not None:
            more = kind.describe(seen.node, self._request.formats)
        return f"{title} · {more}" if more else title

    def _badges(self, seen: SeenActivity, state: ItemState) -> tuple[Badge, ...]:
        if seen.is_hidden:
            return (Badge(self._words(_("Hidden")), "line", "eye-off"),)
        if state.badge:
            return (Badge(state.badge, BADGES.get(state.badge_kind, "info")),)
        return ()
