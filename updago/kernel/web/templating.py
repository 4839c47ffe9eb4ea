"""The renderer of templates, which are named by package and path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid_jinja2 import add_jinja2_renderer, get_jinja2_environment

import updago.kernel.web

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add the renderer and `config.get_jinja2_environment()`.

    Including the library itself does this too, but first searches all loaded modules for whoever
    includes it, which takes a tenth of a second at each start.
    """
    config.add_directive("add_jinja2_renderer", add_jinja2_renderer)
    config.add_directive("get_jinja2_environment", get_jinja2_environment)
    config.add_jinja2_renderer(".jinja2", package=updago.kernel.web)
