"""Taking a post aside when the session that its form was made in is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.exceptions import BadCSRFOrigin

from updago.kernel.errors import UpdagoError
from updago.kernel.i18n import _
from updago.kernel.web.kept.operations import keep
from updago.kernel.web.marks import account_of_form
from updago.kernel.web.security import refuse_other_origins
from updago.kernel.web.typed import CSRF_FIELD
from updago.kernel.web.uploads import is_sent_file, receive

if TYPE_CHECKING:
    from pyramid.request import Request

    from updago.kernel.app import Site
    from updago.kernel.files.operations import Upload

PATH_CHARACTERS: Final = 2_000
# Secrets are typed again; they are never stored.
SECRETS: Final = ("password", "secret")
NOTE: Final = _("You were signed out. What you wrote is kept for an hour: sign in to get it back.")


def keep_post(request: Request) -> str | None:
    """Keep the post of a form of ours for the account that it was made for.

    Returns the address where that account finds it again; None when there is nothing to keep: the
    form was made for nobody, or is not ours, or its files are refused.
    """
    person_id = account_of_form(request)
    if not person_id or len(request.path_qs) > PATH_CHARACTERS:
        return None
    try:
        refuse_other_origins(request)
        fields, files = _parts(request)
    except (UpdagoError, BadCSRFOrigin):
        return None
    site: Site = request.site
    with site.acting(request_id=request.uid) as act:
        kept = keep(act, person_id=person_id, path=request.path_qs, fields=fields, files=files)
        key = kept.key
    request.flash(NOTE)
    return f"/kept/{key}"


def _parts(request: Request) -> tuple[list[tuple[str, str]], list[tuple[str, Upload]]]:
    typed: Any = request.typed or {}
    fields = [
        (name, value)
        for name, value in typed.items()
        if isinstance(value, str)
        and name != CSRF_FIELD
        and not any(word in name.lower() for word in SECRETS)
    ]
    files = [(name, receive(request, v)) for name, v in typed.items() if is_sent_file(v)]
    return fields, files
