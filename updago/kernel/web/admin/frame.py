"""The frame of the pages of the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from updago.kernel.i18n import _
from updago.kernel.web.layout import Crumb, Page
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Notice
from updago.kernel.web.words import sentence_of

if TYPE_CHECKING:
    from pyramid.request import Request

INDEX: Final = "admin.index"
INDEX_PERMISSION: Final = "site:config:edit"


def admin_page(
    request: Request, title: str, *, below: tuple[Crumb, ...] = (), **frame: Any
) -> Page:
    """The frame of a page of the administration; `below` are the steps between it and the index."""
    words = request.translate
    home = Crumb(words(_("Administration")), _index(request))
    crumbs = (home, *below, Crumb(title)) if request.matched_route.name != INDEX else ()
    return page_of(request, title, current=INDEX, crumbs=crumbs, **frame)


def refusal_of(request: Request) -> tuple[Notice, ...]:
    """What was wrong with the act that was sent to a page without a form."""
    error = request.refusal
    return () if error is None else (Notice(sentence_of(request, error), "bad"),)


def _index(request: Request) -> str | None:
    if not request.may_open(INDEX_PERMISSION, request.site_place):
        return None
    path: str = request.route_path(INDEX)
    return path
