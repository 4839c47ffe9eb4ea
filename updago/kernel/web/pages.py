"""The frame of a page for one person: navigation, badge, tabs, toasts, and what plugins add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup
from pyramid.csrf import get_csrf_token

from updago.kernel.i18n import _
from updago.kernel.permissions.places import SITE, Place
from updago.kernel.web.assets import asset
from updago.kernel.web.declarations import NavigationEntry, SlotFilling, Where
from updago.kernel.web.foot import foot_of
from updago.kernel.web.layout import NavItem, Page, PersonBadge, Tab
from updago.kernel.web.logs import logger
from updago.kernel.web.parts import Action, Avatar, Toast, tint_of
from updago.kernel.web.routing import OPEN, SIGNED_IN

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

    from updago.kernel.app import Site

log = logger(__name__)

TOASTS: Final = "toasts"
MOST_TOASTS: Final = 3
LOGIN: Final = "/login"
LOGOUT: Final = "/logout"
# More places do not fit at the foot of a phone.
TABBAR_PLACES: Final = 5


def page_of(
    request: Request,
    title: str,
    *,
    course_id: int | None = None,
    current: str = "",
    **frame: Any,
) -> Page:
    """The frame for the person of the request; `frame` sets further fields of `Page`.

    With `course_id` the page has the tabs of that course, seen from the place of the context.
    `current` is the route that the navigation marks; the page's own when empty.
    """
    current = current or _route_name(request)
    nav = tuple(_items(request, "bar", current))
    person = _person(request)
    usual: dict[str, Any] = {
        "assets": lambda name: asset(request.registry, name),
        "csrf_token": get_csrf_token(request),
        "site": request.site.state.setting("site_name"),
        "lang": request.locale_name,
        "nav": nav,
        "tabbar": nav[:TABBAR_PLACES] if person else (),
        "person": person,
        "sign_in": "" if person else LOGIN,
        "toasts": taken_toasts(request),
        "footer": tuple(foot_of(request)),
    }
    if course_id is not None and "tabs" not in frame:
        usual["tabs"] = tabs_of(request, course_id, request.context.place, current)
    return Page(title, **{**usual, **frame})


class Navigation:
    """The navigation entries of plugins that are on, by where they stand, in their order."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found: tuple[int, Mapping[Where, Sequence[NavigationEntry]]] = (-1, {})

    def at(self, where: Where) -> Sequence[NavigationEntry]:
        """The entries of one place: sorted anew when a plugin was turned on or off."""
        stamp = self._site.state.counter("plugins")
        if self._found[0] != stamp:
            self._found = (stamp, self._sorted())
        return self._found[1].get(where, ())

    def _sorted(self) -> Mapping[Where, Sequence[NavigationEntry]]:
        found: dict[Where, list[NavigationEntry]] = {}
        entries = self._site.declared(NavigationEntry).enabled().values()
        for entry in sorted(entries, key=lambda e: (e.place, e.name)):
            found.setdefault(entry.where, []).append(entry)
        return found


def tabs_of(request: Request, course_id: int, place: Place, current: str = "") -> tuple[Tab, ...]:
    """The pages of a course that this person may open, in their order."""
    return tuple(
        Tab(request.translate(entry.title), href, current=entry.route == current)
        for entry, href in entries_of(request, "course", place, {"course_id": course_id})
    )


def entries_of(
    request: Request, where: Where, place: Place = SITE, parts: Mapping[str, Any] | None = None
) -> Iterator[tuple[NavigationEntry, str]]:
    """The navigation entries that this person may follow from a place, with their addresses."""
    for entry in request.registry["navigation"].at(where):
        if not request.may_open(entry.permission, place):
            continue
        try:
            yield entry, request.route_path(entry.route, **(parts or {}))
        except KeyError:
            log.debug("no such route", entry=entry.name, route=entry.route)


def may_open(request: Request, permission: str, place: Place) -> bool:
    """As `request.may`, for what routes name as their permission: also `open`, `signed_in`."""
    if permission == OPEN:
        return True
    if permission == SIGNED_IN:
        return request.visitor.person_id is not None
    allowed: bool = request.oracle.may(permission, place)
    return allowed


def flash(request: Request, text: str, undo: Action | None = None) -> None:
    """Show a confirmation on the next page; `undo` is a POST that takes the act back."""
    back = None if undo is None else [undo.label, undo.href, *map(list, undo.fields)]
    toast = [request.translate(text), back]
    waiting = request.session.pop_flash(TOASTS) if request.session.peek_flash(TOASTS) else []
    # A cookie holds 4 kB: who sends a lot and looks at nothing hears of the last only.
    for one in [*(other for other in waiting if other != toast), toast][-MOST_TOASTS:]:
        request.session.flash(one, TOASTS)


def taken_toasts(request: Request) -> tuple[Toast, ...]:
    """The confirmations that wait for this person; each is shown once."""
    # Asking first: taking from an empty queue would write the cookie again.
    if not request.session.peek_flash(TOASTS):
        return ()
    return tuple(
        Toast(text, None if back is None else _undo(*back))
        for text, back in request.session.pop_flash(TOASTS)
    )


def slot(request: Request, name: str, context: object) -> Markup:
    """What plugins add to a named place of a page; one that fails is left out and counted."""
    registry = request.site.declared(SlotFilling)
    parts = []
    for filling in registry.enabled().values():
        plugin = registry.owner(filling.name)
        if filling.slot != name or not request.site.breakers.allows(plugin, filling.name):
            continue
        try:
            html = filling.render(request, context)
            if html is not None and not isinstance(html, Markup):
                raise TypeError(f"{filling.name} returned no Markup")  # noqa: TRY301
        except Exception as error:
            if request.site.bus.strict:
                raise
            log.exception("slot failed", slot=name, plugin=plugin, request=request.uid)
            request.site.breakers.failed(plugin, filling.name, error)
        else:
            request.site.breakers.succeeded(plugin, filling.name)
            parts.append(html or Markup())
    return Markup().join(parts)


def _items(request: Request, where: Where, current: str) -> Iterator[NavItem]:
    for entry, href in entries_of(request, where):
        label = request.translate(entry.title)
        yield NavItem(label, href, entry.icon, current=entry.route == current)


def _person(request: Request) -> PersonBadge | None:
    visitor = request.visitor
    if visitor.person_id is None:
        return None
    menu = [
        Action(request.translate(entry.title), href, entry.icon)
        for entry, href in entries_of(request, "person", Place(person_id=visitor.person_id))
    ]
    menu.append(Action(request.translate(_("Sign out")), LOGOUT, "log-out", post=True))
    return PersonBadge(
        name=visitor.name,
        avatar=Avatar(visitor.initials, tint_of(visitor.person_id)),
        href=menu[0].href,
        menu=tuple(menu),
    )


def _undo(label: str, href: str, *fields: list[str]) -> Action:
    return Action(label, href, "undo-2", post=True, fields=tuple((n, v) for n, v in fields))


def _route_name(request: Request) -> str:
    route = getattr(request, "matched_route", None)
    return route.name if route else ""


def includeme(config: Configurator) -> None:
    """Add `request.flash(text, undo)`, `request.may_open` and `request.slot(name, context)`."""
    config.registry["navigation"] = Navigation(config.registry["site"])
    for method in (flash, may_open, slot):
        config.add_request_method(method)
