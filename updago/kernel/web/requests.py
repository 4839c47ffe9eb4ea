"""What every request carries: the site, the reader's session, the person, the oracle, the act."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from updago.kernel.db.operation import Act
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.permissions.places import SITE, Place
from updago.kernel.web.typed import once_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from sqlalchemy.orm import Session

    from updago.kernel.accounts.sessions import Visitor
    from updago.kernel.app import Site

log = logging.getLogger(__name__)


def site(request: Request) -> Site:
    """The application this request is for."""
    found: Site = request.registry["site"]
    return found


def request_uid(_: Request) -> str:
    """The id that answers, logs and error pages quote."""
    return secrets.token_hex(8)


def db(request: Request) -> Session:
    """The read-only session of this request, for everything that is looked up."""
    session: Session = request.site.database.reader()
    request.add_finished_callback(lambda _: _let_go(session))
    request.site.state.refresh(session)
    return session


def act(request: Request) -> Act:
    """Who acts in this request, on the writing session; a GET has none.

    The writing session begins with the first operation, so that no lock is held while the request
    is read, checked and its passwords are hashed.
    """
    if request.tm is None or not request.writes:
        raise RuntimeError(f"the {request.method} {request.path} may not write")
    from updago.kernel.db.joining import join

    site: Site = request.site
    session = site.database.writer()
    site.prepare(session)
    join(session, request.tm)
    request.add_finished_callback(lambda _: _let_go(session))
    visitor: Visitor = request.visitor
    return Act(
        session=session,
        clock=site.clock,
        uids=site.uids,
        actor_id=visitor.actor_id,
        on_behalf_of_id=visitor.on_behalf_of_id,
        request_id=request.uid,
        once=once_of(request) or None,
    )


def _let_go(session: Session) -> None:
    """Close a session; that its connection is dead is no reason to lose the answer."""
    try:
        session.close()
    except DBAPIError:
        log.warning("a connection was lost before it could be given back", exc_info=True)


def oracle(request: Request) -> Oracle:
    """The oracle for the person of this request."""
    visitor: Visitor = request.visitor
    found: Oracle = request.site.oracle(request.db, visitor.person_id, is_guest=visitor.is_guest)
    return found


def site_place(_: Request) -> Place:
    """The place of pages that belong to no course."""
    return SITE


def may(request: Request, permission: str, place: Any = None) -> bool:
    """Whether the person holds the permission at a place (default: the context's)."""
    where: Place = place if place is not None else request.context.place
    allowed: bool = request.oracle.may(permission, where)
    return allowed


def includeme(config: Configurator) -> None:
    """Add the request's properties."""
    for method in (site, db, act, oracle, site_place):
        config.add_request_method(method, reify=True)
    config.add_request_method(request_uid, "uid", reify=True)
    config.add_request_method(may)
