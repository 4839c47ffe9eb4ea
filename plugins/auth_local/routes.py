"""Addresses: the form, and the page of a link to choose a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.auth_local.hashing import Hasher
from plugins.auth_local.views import choose, login
from updago.api.web import OPEN

if TYPE_CHECKING:
    from pyramid.config import Configurator

TEMPLATE = "updago.kernel.web:templates/pages/login_local.jinja2"


def includeme(config: Configurator) -> None:
    """Register the pages, and make what they share in one application."""
    config.registry["auth_local.hasher"] = Hasher()
    config.add_page(
        "auth_local.login", "/login/local", permission=OPEN,
        get=login.show, post=login.enter, renderer=TEMPLATE,
    )  # fmt: skip
    config.add_page(
        "auth_local.choose", "/login/local/choose", permission=OPEN,
        get=choose.show, post=choose.store, renderer=TEMPLATE,
    )  # fmt: skip
