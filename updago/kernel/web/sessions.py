"""The signed cookie, and the visitor it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from pyramid.session import JSONSerializer, SignedCookieSessionFactory

from updago.kernel.accounts.models import LoginSession
from updago.kernel.accounts.operations import end_session, start_guest_session
from updago.kernel.accounts.operations import sign_in as sign_in_person
from updago.kernel.accounts.sessions import SEEN_EVERY, Visitor, find_visitor, mark_seen, new_token

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

    from updago.kernel.accounts.declarations import SignIn
    from updago.kernel.app import Site

# Where the secret of the login session stands in the cookie.
COOKIE_KEY: Final = "sid"
AGENT_LIMIT: Final = 200
# The login session in the database says when a visit ends; the signature itself does not age.
NEVER: Final = None


def visitor(request: Request) -> Visitor:
    """Who makes the request, found once with one query; without a token none is made."""
    token = request.session.get(COOKIE_KEY)
    site: Site = request.site
    if token is None:
        return Visitor()
    idle = timedelta(minutes=site.state.setting("session_idle_minutes"))
    now = site.clock.now()
    found = find_visitor(request.db, token, now, idle)
    session_id = found.session_id
    if session_id is not None and found.seen_at and now - found.seen_at >= SEEN_EVERY:
        site.touches.put(("session.seen", session_id), lambda s: mark_seen(s, session_id, now))
    return found


def sign_in(request: Request, proof: SignIn) -> LoginSession:
    """Sign a person in after a method proved who it is: a new session, a new cookie.

    Raises SignInRefused when nobody has this identity, or the person may not enter now.
    """
    token = new_token()
    row = sign_in_person(request.act, proof, token=token, **_traces(request))
    _renew(request, token)
    return row


def sign_in_guest(request: Request) -> LoginSession:
    """Let a visitor look around without an account."""
    token = new_token()
    row = start_guest_session(request.act, token=token, **_traces(request))
    _renew(request, token)
    return row


def sign_out(request: Request) -> None:
    """End the session of this request, in the database and in the browser."""
    visitor: Visitor = request.visitor
    if visitor.session_id is not None:
        end_session(request.act, session_id=visitor.session_id)
    request.session.invalidate()


def _renew(request: Request, token: str) -> None:
    # Nothing that was planted in the old cookie survives a rise of rights.
    request.session.invalidate()
    request.session[COOKIE_KEY] = token
    request.session.new_csrf_token()


def _traces(request: Request) -> Mapping[str, Any]:
    agent = request.user_agent or ""
    return {"address": request.client_addr or "", "agent": agent[:AGENT_LIMIT]}


def cookie_name(base_url: str) -> str:
    """`__Host-` binds the cookie to this host and to https; browsers refuse it on plain http."""
    return "__Host-updago" if base_url.startswith("https:") else "updago"


def includeme(config: Configurator) -> None:
    """Install the session factory and the request's visitor."""
    site: Site = config.registry["site"]
    base_url = site.settings.base_url
    config.set_session_factory(
        SignedCookieSessionFactory(
            config.registry.settings["updago.secret"],
            cookie_name=cookie_name(base_url),
            secure=base_url.startswith("https:"),
            httponly=True,
            samesite="Lax",
            timeout=NEVER,
            reissue_time=NEVER,
            serializer=JSONSerializer(),
        )
    )
    config.add_request_method(visitor, reify=True)
