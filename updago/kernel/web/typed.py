"""What a person typed: the fields of a POST, or those that were kept for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from webob.multidict import MultiDict

from updago.kernel.errors import Invalid
from updago.kernel.i18n import _

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

# In the WSGI environment of a request that shows a kept form again.
KEPT: Final = "updago.kept"
ONCE_FIELD: Final = "_once"
ONCE_CHARACTERS: Final = 80
VERSION_FIELD: Final = "version"
DIGITS: Final = 9
CSRF_FIELD: Final = "csrf_token"
CHANGED: Final = _("The form was changed on its way. Load the page again.")


def typed(request: Request) -> MultiDict[str, Any] | None:
    """The typed fields; None when the form is shown for the first time.

    Raises Invalid for text that no browser sends.
    """
    kept: MultiDict[str, Any] | None = request.environ.get(KEPT)
    if kept is not None:
        return kept
    if request.method != "POST":
        return None
    fields: MultiDict[str, Any] = request.POST
    request.add_finished_callback(lambda _: _close(fields))
    for name, value in fields.items():
        if "\0" in name or (isinstance(value, str) and "\0" in value):
            raise Invalid(CHANGED)
    return fields


def _close(fields: MultiDict[str, Any]) -> None:
    for value in fields.values():
        if hasattr(value, "file"):
            value.file.close()


def once_of(request: Request) -> str:
    """The idempotency key that the form carried; empty when it carried none. Raises Invalid."""
    once = (request.typed or {}).get(ONCE_FIELD, "")
    if not isinstance(once, str) or len(once) > ONCE_CHARACTERS:
        raise Invalid(CHANGED)
    return once


def version_of(request: Request) -> int | None:
    """The version of the row that the person saw when they began to edit. Raises Invalid."""
    text = (request.typed or {}).get(VERSION_FIELD, "")
    if not text:
        return None
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > DIGITS:
        raise Invalid(CHANGED)
    return int(text)


def includeme(config: Configurator) -> None:
    """Add `request.typed` and `request.refusal` (the error of a refused form, else None)."""
    config.add_request_method(typed, reify=True)
    config.add_request_method(lambda _: None, "refusal", reify=True)
