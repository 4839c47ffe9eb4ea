"""A bare Pyramid application, measured beside ours on the same server."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from pyramid.response import Response


def make_app() -> Callable[..., Any]:
    """One route, one view, no template."""
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    from pyramid.config import Configurator

    config = Configurator()
    config.add_route("hello", "/")
    config.add_view(lambda _request: Response("hello"), route_name="hello")
    app: Callable[..., Any] = config.make_wsgi_app()
    return app
