"""Refused posts: the form comes back with everything typed in it and the reason why."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from pyramid.renderers import render_to_response
from pyramid.response import Response

from updago.kernel.errors import UpdagoError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.request import Request

    from updago.kernel.web.routing import PageRoute

    View = Callable[[Request], Any]

log = logging.getLogger(__name__)


def refusable(post: View, get: View) -> View:
    """The post view, after whose refusal the get view draws the form again."""

    def view(request: Request) -> Any:
        try:
            return post(request)
        except UpdagoError as error:
            abandon(request)
            request.refusal = error
            try:
                shown = get(request)
            except UpdagoError:
                raise error from None  # the page itself is gone: the refusal is all there is
            _target(request, shown).status_int = error.status
            return shown

    return view


def shown_again(request: Request, page: PageRoute, error: UpdagoError) -> Response:
    """The form of a post that never reached its view, with what was typed."""
    request.refusal = error
    shown = page.views["GET"](request)
    if not isinstance(shown, Response):
        shown = render_to_response(page.renderer, shown, request)
    shown.status_int = error.status
    return shown


def abandon(request: Request) -> None:
    """Undo what the request wrote and let the next writer in; nothing more can be written."""
    if not request.environ.get("tm.active"):
        return
    request.tm.abort()
    request.tm.begin()
    request.tm.doom()


def _target(request: Request, shown: Any) -> Response:
    return shown if isinstance(shown, Response) else request.response
