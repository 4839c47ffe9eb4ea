"""The first page with its doors, the choice of a way to sign in, and the way out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.accounts.declarations import AuthMethod
from updago.kernel.accounts.queries import ticket_of
from updago.kernel.errors import Denied
from updago.kernel.i18n import _
from updago.kernel.web.errors import own_path
from updago.kernel.web.models.general import ConfirmView
from updago.kernel.web.models.home import Door, HelpLine, LandingView, OtherWay
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action
from updago.kernel.web.routing import OPEN
from updago.kernel.web.sessions import sign_in_guest, sign_out

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

HOME: Final = "/my"
LOGIN: Final = "/login"
GUEST: Final = "/login/guest"
LOGOUT: Final = "/logout"
NO_GUESTS: Final = _("This site does not let guests in: sign in first.")
# What the browser keeps of a visit must not show up for the next person on a shared machine.
FORGET: Final = '"cache", "storage"'


def next_of(request: Request) -> str:
    """Where the person wanted to go: a path of this site, else their own page."""
    wanted = (request.typed or {}).get("next") or request.GET.get("next") or ""
    path = own_path(wanted) if isinstance(wanted, str) else "/"
    return HOME if path == "/" else path


def landing(request: Request) -> Any:
    """The doors; whoever is signed in goes on to their own page."""
    if request.visitor.person_id is not None:
        return HTTPSeeOther(HOME)
    site_name = request.site.state.setting("site_name")
    model = LandingView(
        title=request.translate(_("Your courses, your work, your grades.")),
        over=site_name,
        lede=request.translate(_("Choose your way in.")),
        doors=tuple(_doors(request, "")),
        forgotten=_forgotten(request),
        help_lines=tuple(_help(request)),
    )
    return {"page": page_of(request, site_name, robots=""), "model": model}


def choose(request: Request) -> Any:
    """The ways to sign in; a single one is taken at once."""
    wanted = next_of(request)
    if request.visitor.person_id is not None:
        return HTTPSeeOther(wanted)
    doors = tuple(_doors(request, "" if wanted == HOME else wanted))
    if len(doors) == 1:
        return HTTPSeeOther(doors[0].href)
    title = request.translate(_("Sign in"))
    lede = request.translate(_("Choose how you sign in."))
    model = LandingView(title=title, lede=lede, doors=doors, forgotten=_forgotten(request))
    return {"page": page_of(request, title), "model": model}


def ask_guest(request: Request) -> dict[str, Any]:
    """Say what a guest may do, before anything is started."""
    _refuse_guests(request)
    title = request.translate(_("Without an account"))
    wanted = next_of(request)
    act = Action(
        request.translate(_("Look around as a guest")),
        GUEST, kind="primary", post=True, fields=(("next", wanted),),
    )  # fmt: skip
    model = ConfirmView(
        text=request.translate(
            _("Some courses are open to everybody. Nothing is recorded in your name.")
        ),
        act=act,
        cancel=Action(request.translate(_("Back to the first page")), "/"),
    )
    return {"page": page_of(request, title, narrow=True), "model": model}


def enter_as_guest(request: Request) -> Response:
    """Start a session that belongs to nobody."""
    _refuse_guests(request)
    wanted = next_of(request)
    if request.visitor.person_id is None:
        sign_in_guest(request)
    return HTTPSeeOther("/courses" if wanted == HOME else wanted)


def ask_leave(request: Request) -> Any:
    """The question for those who come by the address."""
    if request.visitor.session_id is None:
        return HTTPSeeOther("/")
    title = request.translate(_("Sign out"))
    model = ConfirmView(
        text=request.translate(_("You leave the site on this device.")),
        act=Action(title, LOGOUT, kind="primary", post=True),
        cancel=Action(request.translate(_("Stay signed in")), HOME),
    )
    return {"page": page_of(request, title, narrow=True), "model": model}


def leave(request: Request) -> Response:
    """End the session; the method may send the person on to its provider's own way out."""
    away = _provider_logout(request)
    sign_out(request)
    return HTTPSeeOther(away or "/", headers=[("Clear-Site-Data", FORGET)])


def ways_beside(request: Request, method: str, wanted: str) -> tuple[OtherWay, ...]:
    """The other ways in, for the page of one method."""
    ways = []
    for name, other in request.site.declared(AuthMethod).enabled().items():
        if name == method:
            continue
        title = request.translate(other.label or other.title)
        href = _start(request, other, wanted)
        action = Action(request.translate(other.title), href, other.icon)
        ways.append(OtherWay(title, request.translate(other.text), action))
    if request.site.state.setting("guest_access"):
        label = request.translate(_("Look around as a guest"))
        text = _("Some courses are open to everybody. Nothing is recorded in your name.")
        action = Action(label, GUEST, post=True, fields=(("next", wanted),))
        ways.append(
            OtherWay(request.translate(_("Without an account")), request.translate(text), action)
        )
    return tuple(ways)


def _doors(request: Request, wanted: str) -> Iterator[Door]:
    """The doors of the site's setting, else one for each way to sign in and for guests."""
    methods = request.site.declared(AuthMethod).enabled()
    described = request.site.state.setting("doors")
    for door in described:
        method = methods.get(door.get("method", ""))
        href = _start(request, method, wanted) if method else door.get("href", "")
        if href:
            yield Door(door["label"], door.get("text", ""), door.get("icon", "user"), href)
    if described:
        return
    for method in methods.values():
        label = request.translate(method.label or method.title)
        text = request.translate(method.text)
        yield Door(label, text, method.icon, _start(request, method, wanted))
    if request.site.state.setting("guest_access"):
        text = request.translate(_("Open courses, without an account"))
        query = {"next": wanted} if wanted else None
        href = request.route_path("core.login.guest", _query=query)
        yield Door(request.translate(_("Guests")), text, "book-open", href)


def _start(request: Request, method: AuthMethod, wanted: str) -> str:
    query = {"next": wanted} if wanted and wanted != HOME else None
    href: str = request.route_path(method.start_route, _query=query)
    return href


def _forgotten(request: Request) -> Action | None:
    for method in request.site.declared(AuthMethod).enabled().values():
        if method.recovery_route:
            label = request.translate(_("Forgot your username or password?"))
            return Action(label, request.route_path(method.recovery_route))
    return None


def _help(request: Request) -> Iterator[HelpLine]:
    described: list[Mapping[str, str]] = request.site.state.setting("help_lines")
    for line in described:
        yield HelpLine(line.get("icon", "circle-help"), line["label"], line["href"])


def _provider_logout(request: Request) -> str | None:
    visitor = request.visitor
    method = request.site.declared(AuthMethod).find(visitor.method)
    if method is None or method.on_logout is None or visitor.session_id is None:
        return None
    away: str | None = method.on_logout(request, ticket_of(request.db, visitor.session_id))
    return away


def _refuse_guests(request: Request) -> None:
    if not request.site.state.setting("guest_access"):
        raise Denied(NO_GUESTS)


def includeme(config: Configurator) -> None:
    """Register the pages before and after a visit; everybody may open them."""
    pages = "updago.kernel.web:templates/pages/"
    config.add_page(
        "core.landing.view", "/", permission=OPEN, get=landing, renderer=pages + "landing.jinja2"
    )
    config.add_page(
        "core.login.choose", LOGIN, permission=OPEN, get=choose, renderer=pages + "landing.jinja2"
    )
    config.add_page(
        "core.login.guest", GUEST, permission=OPEN,
        get=ask_guest, post=enter_as_guest, renderer=pages + "confirm.jinja2",
    )  # fmt: skip
    config.add_page(
        "core.logout", LOGOUT, permission=OPEN,
        get=ask_leave, post=leave, renderer=pages + "confirm.jinja2",
    )  # fmt: skip
