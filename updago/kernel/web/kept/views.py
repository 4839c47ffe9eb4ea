"""Giving a kept post back: the form as it was, filled, and never sent by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPException
from pyramid.request import Request as BlankRequest
from webob.multidict import MultiDict

from updago.kernel.errors import UpdagoError
from updago.kernel.files.operations import Upload
from updago.kernel.files.store import Stored
from updago.kernel.i18n import _
from updago.kernel.permissions.places import SITE, Place
from updago.kernel.web.fields import FieldGroup, Form, FormField
from updago.kernel.web.kept.queries import find_kept
from updago.kernel.web.models.general import FormView
from updago.kernel.web.pages import page_of
from updago.kernel.web.routing import SIGNED_IN, PageTable
from updago.kernel.web.typed import KEPT
from updago.kernel.web.uploads import kept_name, sign_upload

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

    from updago.kernel.web.kept.models import KeptPost

TEMPLATE: Final = "updago.kernel.web:templates/pages/form.jinja2"
BACK: Final = _("Here is what you wrote before you were signed out. Check it, then send it.")
LONG_TEXT: Final = 80


@dataclass(frozen=True, slots=True)
class KeptContext:
    """A post that was kept for the person of the request."""

    post: KeptPost
    place: Place = SITE


def load_kept(request: Request) -> KeptContext | None:
    """The post of the address, for its own account only."""
    key, person_id = request.matchdict["key"], request.visitor.person_id
    post = find_kept(request.db, key, person_id, request.site.clock.now())
    return KeptContext(post) if post else None


def give_back(request: Request) -> Any:
    """The page of the form with everything typed; a plain form when that page is gone."""
    post: KeptPost = request.context.post
    request.flash(BACK)
    return _filled_page(request, post) or _plain_form(request, post)


def _filled_page(request: Request, post: KeptPost) -> Any:
    blank = BlankRequest.blank(
        post.path,
        base_url=request.host_url,
        headers={
            name: request.headers[name]
            for name in ("Cookie", "Accept-Language")
            if name in request.headers
        },
        environ={KEPT: _typed(post)},
    )
    # The page may take the note that waits for the next one.
    blank.session = request.session
    try:
        response = request.invoke_subrequest(blank)
    except (HTTPException, UpdagoError):
        return None
    pages: PageTable = request.registry["pages"]
    route = getattr(blank, "matched_route", None)
    shows_form = route is not None and "POST" in pages.pages[route.name].methods
    return response if shows_form else None


def _typed(post: KeptPost) -> MultiDict[str, Any]:
    typed: MultiDict[str, Any] = MultiDict((name, text) for name, text in post.fields)
    for name, upload in _uploads(post):
        typed.add(name, upload)
    return typed


def _uploads(post: KeptPost) -> list[tuple[str, Upload]]:
    return [
        (name, Upload(Stored(sha256, size), file_name, kind))
        for name, sha256, size, file_name, kind in post.files
    ]


def _plain_form(request: Request, post: KeptPost) -> Any:
    """Every field of the post in a form of its own, for posts whose page shows no form."""
    shown = [
        FormField(name, name, kind="textarea", value=text)
        for name, text in post.fields
        if len(text) > LONG_TEXT or "\n" in text
    ]
    hidden = [(f, text) for f, text in post.fields if f not in {field.name for field in shown}]
    hidden += [(kept_name(name), sign_upload(request, up)) for name, up in _uploads(post)]
    form = Form(
        action=post.path,
        groups=(FieldGroup(tuple(shown)),),
        submit=request.translate(_("Send")),
        hidden=tuple(hidden),
    )
    title = request.translate(_("What you wrote is still here"))
    return {
        "page": page_of(request, title, narrow=True),
        "model": FormView(form, request.translate(BACK)),
    }


def includeme(config: Configurator) -> None:
    """Register the address of kept posts."""
    config.add_page(
        "kept.view",
        "/kept/{key}",
        permission=SIGNED_IN,
        loads=load_kept,
        get=give_back,
        renderer=TEMPLATE,
        editor=True,
    )
