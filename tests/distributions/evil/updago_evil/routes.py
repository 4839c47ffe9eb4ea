"""The address of the page that misbehaves."""

from __future__ import annotations

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from updago.api.web import OPEN


def show(request: Request) -> Any:
    """Answer a page, or something else."""
    plugin = request.site.plugins.plugins["evil"]
    text = plugin.misbehave()
    return 7 if plugin.mode == "wrong" else Response(text)


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page("evil.view", "/evil", permission=OPEN, get=show)
