"""What people see when something is refused or breaks: one sentence, a way on, an id to quote."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken, URLDecodeError
from pyramid.httpexceptions import HTTPException, HTTPForbidden, HTTPNotFound, HTTPSeeOther
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from webob.request import DisconnectionError

from updago.kernel.errors import Denied, Invalid, NotFound, Unavailable, UpdagoError
from updago.kernel.i18n import _
from updago.kernel.web.kept import keep_post
from updago.kernel.web.logs import logger
from updago.kernel.web.marks import account_of_form
from updago.kernel.web.problems import problem
from updago.kernel.web.refused import abandon, shown_again
from updago.kernel.web.routing import OPEN, PageRoute, PageTable

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

log = logger(__name__)

LOGIN: Final = "/login"
NOT_FOUND: Final = _("This page does not exist, or you may not see it.")
NOT_ALLOWED: Final = _("You do not have the right to do this here.")
UNREADABLE: Final = _("This address cannot be read.")
TOO_OLD: Final = _("The form is too old. What you typed is kept: check it and send it again.")
TOO_OLD_ALONE: Final = _("The form is too old. Go back, load the page again and send it once more.")
OTHERS: Final = _("This form belongs to another account. What was typed is kept for that account.")
FOREIGN: Final = _("This form was sent from another site. Nothing was done.")
CUT_OFF: Final = _("What was sent arrived incomplete. Nothing was saved. Please send it again.")
BUSY: Final = _("The site cannot reach its database now. Please try again in a moment.")
DISK_FULL: Final = _("The site has no room left: nothing was saved. The administrators can help.")
BROKEN: Final = _("Something broke on our side. Nothing was saved; the incident is noted.")

REFUSALS: Final = 400  # from this status on, an answer is a refusal
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def page_of_route(request: Request) -> PageRoute | None:
    """The page whose route matched, if one did."""
    route = getattr(request, "matched_route", None)
    pages: PageTable = request.registry["pages"]
    return pages.pages.get(route.name) if route else None


def refused(error: UpdagoError, request: Request) -> Response:
    """A typed refusal."""
    if isinstance(error, NotFound):
        return _missing(request, error)
    return problem(request, error.status, error)


def not_found(_error: HTTPNotFound, request: Request) -> Response:
    """No route, or a predicate that did not match."""
    return problem(request, 404, NotFound(NOT_FOUND))


def forbidden(_error: HTTPForbidden, request: Request) -> Response:
    """The oracle said no: sign in first, or it does not exist, or here is why not."""
    if request.visitor.person_id is None:
        return _sign_in_first(request)
    decision = getattr(getattr(request, "permits", None), "decision", None)
    if decision is None or decision.hides:
        return problem(request, 404, NotFound(NOT_FOUND))
    mapping = {
        name: request.translate(value) if isinstance(value, str) else value
        for name, value in decision.mapping.items()
    }
    return problem(request, 403, Denied(decision.sentence or NOT_ALLOWED, mapping))


def bad_token(_error: BadCSRFToken, request: Request) -> Response:
    """The form is older than the session that it was made for, or was not made by us."""
    mine, made_for = request.visitor.person_id or 0, account_of_form(request)
    if made_for and made_for != mine:
        kept = keep_post(request)
        return _to_login(kept or "/") if not mine else problem(request, 400, BadForm(OTHERS))
    page = page_of_route(request)
    if made_for is None or page is None or "GET" not in page.views or page.renderer is None:
        return problem(request, 400, BadForm(TOO_OLD_ALONE))
    return shown_again(request, page, BadForm(TOO_OLD))


class BadForm(UpdagoError):
    """The form cannot be trusted, but what was typed in it can be sent again."""

    status = 400


def bad_origin(_error: BadCSRFOrigin, request: Request) -> Response:
    """Another site made the browser send this."""
    return problem(request, 400, BadForm(FOREIGN))


def unreadable(_error: UnicodeDecodeError, request: Request) -> Response:
    """A path, query or body that is not UTF-8."""
    return problem(request, 400, Invalid(UNREADABLE))


def cut_off(_error: DisconnectionError, request: Request) -> Response:
    """A body that ended before its announced length."""
    return problem(request, 400, Invalid(CUT_OFF))


def no_database(error: Exception, request: Request) -> Response:
    """The database does not answer, or has no room left."""
    log.error("database", request=request.uid, error=str(getattr(error, "orig", error)))
    text = str(error).lower()
    full = "disk is full" in text or "no space left" in text
    return problem(request, 503, Unavailable(DISK_FULL if full else BUSY))


def system(error: OSError, request: Request) -> Response:
    """A full disk has its own sentence; everything else is a failure like any other."""
    if error.errno not in NO_ROOM:
        return broken(error, request)
    log.error("disk full", request=request.uid, path=str(error.filename or ""))
    return problem(request, 507, Unavailable(DISK_FULL))


def answered(error: HTTPException, request: Request) -> Response:
    """Pyramid's own answers: redirects as they are, refusals as a page of ours."""
    if error.status_int < REFUSALS:
        return error
    return problem(request, error.status_int, Invalid(NOT_FOUND))


def broken(error: Exception, request: Request) -> Response:
    """A failure of ours: the page tells an id and nothing else, the log tells the rest."""
    log.error("unexpected", request=request.uid, method=request.method, exc_info=error)
    return problem(request, 500, None, sentence=BROKEN)


def own_path(text: str) -> str:
    """The text when it is a path of this site, else "/": `next=` never leads elsewhere."""
    is_path = text.startswith("/") and not text.startswith(("//", "/\\"))
    clean = text.isprintable() and "\\" not in text
    return text if is_path and clean else "/"


def _missing(request: Request, error: NotFound) -> Response:
    """A stranger learns no more from a missing thing than from one that needs a sign-in."""
    page = page_of_route(request)
    loading = getattr(request, "context", None) is None
    if loading and page and page.permission != OPEN and request.visitor.person_id is None:
        return _sign_in_first(request)
    return problem(request, 404, error)


def _sign_in_first(request: Request) -> Response:
    if request.method == "POST":
        abandon(request)
        return _to_login(keep_post(request) or "/")
    return _to_login(own_path(request.path_qs))


def _to_login(path: str) -> Response:
    return HTTPSeeOther(LOGIN if path == "/" else f"{LOGIN}?next={quote(path, safe='/')}")


VIEWS: Final[tuple[tuple[type[Exception], Any], ...]] = (
    (UpdagoError, refused),
    (HTTPNotFound, not_found),
    (HTTPForbidden, forbidden),
    (BadCSRFToken, bad_token),
    (BadCSRFOrigin, bad_origin),
    (URLDecodeError, unreadable),
    (UnicodeDecodeError, unreadable),
    (DisconnectionError, cut_off),
    (OperationalError, no_database),
    (PoolTimeout, no_database),
    (OSError, system),
    (HTTPException, answered),
    (Exception, broken),
)


def includeme(config: Configurator) -> None:
    """Register one view per kind of error."""
    for kind, view in VIEWS:
        config.add_exception_view(view, context=kind)
