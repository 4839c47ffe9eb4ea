"""Compression by our own server: brotli or gzip, for texts worth it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import brotli

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

WORTH_BYTES: Final = 600
# Measured on a course page: the step at which a higher level costs more time than it saves bytes.
BROTLI_QUALITY: Final = 4
GZIP_LEVEL: Final = 4
TEXTS: Final = ("text/", "application/json", "application/javascript", "image/svg+xml")


def compression_tween(
    handler: Callable[[Request], Response], _registry: object
) -> Callable[[Request], Response]:
    """Compress whole bodies in memory; streams and files are left alone."""

    def tween(request: Request) -> Response:
        response = handler(request)
        if not _worth_it(response):
            return response
        response.vary = (*(response.vary or ()), "Accept-Encoding")
        if takes(request, "br"):
            response.body = brotli.compress(response.body, quality=BROTLI_QUALITY)
            response.content_encoding = "br"
        elif takes(request, "gzip"):
            response.body = gzip.compress(response.body, GZIP_LEVEL)
            response.content_encoding = "gzip"
        return response

    return tween


def takes(request: Request, encoding: str) -> bool:
    """Whether the browser names this compression as one it can undo."""
    accepted = request.accept_encoding
    return bool(accepted.header_value and accepted.acceptable_offers([encoding]))


def _worth_it(response: Response) -> bool:
    if response.content_encoding or response.status_int in {204, 206, 304}:
        return False
    app_iter = response.app_iter
    return (
        isinstance(app_iter, list)
        and (response.content_type or "").startswith(TEXTS)
        and (response.content_length or 0) >= WORTH_BYTES
    )
