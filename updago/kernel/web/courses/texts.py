"""How people's own texts are shown on this site."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from updago.kernel.text import Policy, RichText

if TYPE_CHECKING:
    from pyramid.request import Request


def shown(request: Request, text: RichText) -> Markup:
    """A text ready for the page: frames of the hosts that the site allows, files at our address."""
    return text.markup(policy=showing(request)) if text else Markup()


def showing(request: Request) -> Policy:
    """What texts may show on this site: found once for the texts of a page."""
    hosts: str = request.site.state.setting("frame_hosts")
    return _policy(hosts)


@lru_cache(maxsize=16)
def _policy(hosts: str) -> Policy:
    return Policy.showing(hosts)
