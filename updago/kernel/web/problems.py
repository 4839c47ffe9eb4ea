"""The page of a problem: full where it can be drawn, bare where not, JSON when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyramid.renderers import render_to_response
from pyramid.response import Response

from updago.kernel.errors import UpdagoError
from updago.kernel.i18n import _, negotiate
from updago.kernel.web.assets import asset
from updago.kernel.web.layout import Page
from updago.kernel.web.models.general import ErrorView
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action
from updago.kernel.web.refused import abandon
from updago.kernel.web.words import sentence_of

if TYPE_CHECKING:
    from pyramid.request import Request

    from updago.kernel.app import Site

TEMPLATE: Final = "updago.kernel.web:templates/error.jinja2"
RETRY_SECONDS: Final = "5"
SERVER_FAULT: Final = 500
NOTHING_SAVED: Final = _("Nothing was changed.")
TITLES: Final = {
    400: _("This cannot be read"),
    403: _("You may not do this"),
    404: _("Page not found"),
    409: _("Somebody was faster"),
    413: _("This is too large"),
    414: _("This address is too long"),
    415: _("This cannot be read"),
    422: _("This cannot be used"),
    500: _("Something broke"),
    503: _("The site is busy"),
    507: _("There is no room left"),
}


def problem(
    request: Request, status: int, error: UpdagoError | None, *, sentence: str = ""
) -> Response:
    """Answer with one sentence, a way on and the id to quote; nothing written stays.

    The sentence of a failure of ours (`error` None) is `sentence`, a msgid.
    """
    abandon(request)
    known = _settle_language(request)
    text = request.translate(sentence) if error is None else sentence_of(request, error)
    if wants_json(request):
        response = Response(json_body={"error": {"text": text, "id": request.uid}})
    else:
        title = request.translate(TITLES.get(status, TITLES[400]))
        page = _page(request, title) if known and status < SERVER_FAULT else _bare(request, title)
        view = _view(request, status, title, text)
        response = render_to_response(TEMPLATE, {"page": page, "model": view}, request)
    response.status_int = status
    if status in {503, 507}:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def wants_json(request: Request) -> bool:
    """Whether the answer is for a program: it asks for JSON before HTML."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return True
    ranked = request.accept.acceptable_offers(["text/html", "application/json"])
    return bool(request.accept.header_value and ranked and ranked[0][0] == "application/json")


def _settle_language(request: Request) -> bool:
    """Whether the person is known; when the database is away, the browser's language is taken."""
    try:
        request.locale_name  # noqa: B018 - found once and kept
        request.visitor  # noqa: B018
    except Exception:  # noqa: BLE001 - whatever is broken, a page must come
        site: Site = request.site
        request.locale_name = negotiate(
            site.catalogues.languages,
            "",
            request.headers.get("Accept-Language"),
            site.state.setting("language"),
        )
        return False
    return True


def _page(request: Request, title: str) -> Page:
    try:
        return page_of(request, title)
    except Exception:  # noqa: BLE001 - a page without its frame is better than none
        return _bare(request, title)


def _bare(request: Request, title: str) -> Page:
    return Page(
        title=title,
        assets=lambda name: asset(request.registry, name),
        site=request.site.state.setting("site_name"),
        lang=request.locale_name,
    )


def _view(request: Request, status: int, title: str, text: str) -> ErrorView:
    changed = request.method == "POST" and status != SERVER_FAULT
    home = Action(label=request.translate(_("Go to the first page")), href="/")
    return ErrorView(
        title=title,
        text=text,
        safe=request.translate(NOTHING_SAVED) if changed else "",
        quote=request.uid,
        action=home,
    )
