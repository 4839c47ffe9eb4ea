"""When a request may write: unsafe methods, and the declared returns of sign-in protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def writes(request: Request) -> bool:
    """Whether this request may write; for others no transaction is begun at all."""
    if request.method not in SAFE:
        return True
    return request.environ.get("PATH_INFO") in request.registry["protocol_returns"]


def writes_property(request: Request) -> bool:
    """As `writes`, on the request."""
    return writes(request)


def includeme(config: Configurator) -> None:
    """Add the property, and the headers and the compression of every answer."""
    config.add_request_method(writes_property, "writes", reify=True)
    config.add_tween("updago.kernel.web.headers.headers_tween", over="pyramid_tm.tm_tween_factory")
    config.add_tween(
        "updago.kernel.web.compression.compression_tween",
        over="updago.kernel.web.headers.headers_tween",
    )
