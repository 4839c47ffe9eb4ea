"""Security headers on every response, and the content security policy of each page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

    from updago.kernel.app import Site

STRICT: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS: Final = "max-age=31536000; includeSubDomains"
# User files never run in the site's origin, whatever they hold.
SANDBOX: Final = "default-src 'none'; sandbox; frame-ancestors 'self'"


def policy_of(*, rich: bool = False, editor: bool = False, frame_hosts: str = "") -> str:
    """The policy of a page: `rich` shows people's texts, `editor` loads the text editor.

    `frame_hosts` is a space-separated list of hosts from the site's setting.
    """
    parts = dict(STRICT)
    if rich or editor:
        parts["style-src-attr"] = "'unsafe-inline'"
        parts["img-src"] = "'self' data: blob: https:"
        parts["media-src"] = "'self' blob: https:"
        parts["frame-src"] = " ".join(["'self'", *(f"https://{h}" for h in frame_hosts.split())])
    if editor:
        parts["style-src"] = "'self' 'unsafe-inline'"
        parts.pop("style-src-attr", None)
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def headers_tween(
    handler: Callable[[Request], Response], registry: dict[str, object]
) -> Callable[[Request], Response]:
    """Add the headers to every answer; pages of a person are never kept by shared caches."""
    site: Site = registry["site"]  # type: ignore[assignment]
    https = site.settings.base_url.startswith("https:")

    def tween(request: Request) -> Response:
        response = handler(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if "Content-Security-Policy" not in response.headers:
            response.headers["Content-Security-Policy"] = _page_policy(request, site)
        if https:
            response.headers["Strict-Transport-Security"] = HSTS
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Request-Id"] = request.uid
        return response

    return tween


def _page_policy(request: Request, site: Site) -> str:
    route = getattr(request, "matched_route", None)
    page = request.registry["pages"].pages.get(route.name) if route else None
    if page is None or not (page.rich or page.editor):
        return policy_of()
    return policy_of(
        rich=page.rich, editor=page.editor, frame_hosts=site.state.setting("frame_hosts")
    )
