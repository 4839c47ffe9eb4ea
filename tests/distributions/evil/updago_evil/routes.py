"""The addresses of the pages that misbehave."""

from __future__ import annotations

import time
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from updago.api.web import OPEN

from .operations import poke
from .plugin import SLEEP_SECONDS


def show(request: Request) -> Any:
    """Answer a page, or something else."""
    plugin = request.site.plugins.plugins["evil"]
    text = plugin.misbehave()
    return 7 if plugin.mode == "wrong" else Response(text)


def hang(_request: Request) -> Response:
    """Answer when nobody waits any more."""
    time.sleep(SLEEP_SECONDS)
    return Response("late")


def write(request: Request) -> Response:
    """Write something that the plugin's handlers hear of before the commit."""
    return Response(poke(request.act))


def includeme(config: Configurator) -> None:
    """Register the pages."""
    config.add_page("evil.view", "/evil", permission=OPEN, get=show)
    config.add_page("evil.hang", "/evil/hang", permission=OPEN, get=hang)
    config.add_page("evil.poke", "/evil/poke", permission=OPEN, post=write, signed_post=True)
