"""Limits of a request: what is too long, too many or not text is refused before any view."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from pyramid.tweens import EXCVIEW
from webob.request import DisconnectionError

from updago.kernel.errors import Invalid, TooLarge, UpdagoError
from updago.kernel.web.transactions import SAFE

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
JSON: Final = "application/json"

ADDRESS_CHARACTERS: Final = 8_000
QUERY_KEYS: Final = 200
QUERY_VALUE_CHARACTERS: Final = 2_000
LAST_PAGE: Final = 1_000_000
FORM_KEYS: Final = 2_000
FORM_BYTES: Final = 10 * 2**20
JSON_BYTES: Final = 2**20
JSON_BRACKETS: Final = 5_000
BOUNDARY_CHARACTERS: Final = 70  # RFC 2046, section 5.1.1
CHUNK: Final = 2**20


class AddressTooLong(UpdagoError):
    """The path and query are longer than any page of ours makes them."""

    status = 414


class UnknownMediaType(UpdagoError):
    """The body is no form and no JSON."""

    status = 415


def limits_tween(
    handler: Callable[[Request], Response], _registry: object
) -> Callable[[Request], Response]:
    """Check each request; a refusal is answered like any other."""

    def tween(request: Request) -> Response:
        check_address(request)
        if request.method not in SAFE:
            check_body(request)
        return handler(request)

    return tween


def check_address(request: Request) -> None:
    """Refuse a path or query that is too long, is not UTF-8 or holds what no link of ours has."""
    query = request.query_string
    if len(request.path) + len(query) > ADDRESS_CHARACTERS:
        raise AddressTooLong("This address is too long.")
    if "\0" in request.path_info:
        raise Invalid("This address cannot be read.")
    if not query:
        return
    if query.count("&") >= QUERY_KEYS:
        raise Invalid("This address asks for too much at once.")
    for name, value in request.GET.items():
        if "\0" in name or "\0" in value:
            raise Invalid("This address cannot be read.")
        if len(value) > QUERY_VALUE_CHARACTERS:
            raise Invalid("This search is too long: type fewer words.")
    page = request.GET.get("page", "1")
    if not (page.isascii() and page.isdigit() and 1 <= int(page) <= LAST_PAGE):
        raise Invalid("This page number cannot be used.")


def check_body(request: Request) -> None:
    """Refuse a body that is no form, is too large, or has too many fields."""
    length = request.content_length or 0
    if not length:
        return
    kind = request.content_type
    if kind == JSON:
        _check_json(request, length)
    elif kind == MULTIPART:
        _check_parts(request, length)
    elif kind == FORM:
        if length > FORM_BYTES:
            raise TooLarge("This form is too large: shorten the text, or send it as a file.")
        _check_form(request.body, length)
    else:
        raise UnknownMediaType("This site takes forms only.")


def _check_form(body: bytes, length: int) -> None:
    if len(body) < length:
        raise DisconnectionError
    if body.count(b"&") >= FORM_KEYS:
        raise TooLarge("This form has too many fields.")
    # The library would put a sign of its own in the place of what is not UTF-8.
    unquote_to_bytes(body).decode()


def _check_json(request: Request, length: int) -> None:
    if length > JSON_BYTES:
        raise TooLarge("What was sent is too large.")
    body = request.body
    if body.count(b"[") + body.count(b"{") > JSON_BRACKETS:
        raise Invalid("What was sent is nested too deeply.")


def _check_parts(request: Request, length: int) -> None:
    """Count the parts of a multipart body, read in pieces, before anybody parses it."""
    most = FORM_BYTES + int(request.site.state.setting("upload_max_bytes"))
    if length > most:
        raise TooLarge("These files are too large to be sent at once.")
    boundary = _boundary(request)
    stream = request.body_file_seekable
    found, size, tail = 0, 0, b""
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        found += (tail + chunk).count(boundary)
        tail = chunk[-(len(boundary) - 1) :]
        if found > FORM_KEYS:
            raise TooLarge("This form has too many fields.")
    stream.seek(0)
    if size < length:
        raise DisconnectionError


def _boundary(request: Request) -> bytes:
    for parameter in request.headers["Content-Type"].split(";")[1:]:
        name, _, value = parameter.strip().partition("=")
        text: str = value.strip('"')
        if name.lower() == "boundary" and 0 < len(text) <= BOUNDARY_CHARACTERS:
            return b"--" + text.encode("latin-1")
    raise Invalid("The form was changed on its way. Load the page again.")


def includeme(config: Configurator) -> None:
    """Stand right before the views, so that refusals are shown as pages."""
    config.add_tween("updago.kernel.web.limits.limits_tween", under=EXCVIEW)
