"""Templates as the site itself finds and compiles them, those of installed plugins included."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment
from pyramid.config import Configurator

import updago.kernel.web
from updago.testing.routes import Addresses
from updago.testing.world import World


@pytest.fixture(scope="module")
def environment(world: World) -> Environment:
    config = Configurator(registry=world.wsgi.registry)  # type: ignore[attr-defined] # Pyramid's
    found: Environment = config.get_jinja2_environment()
    return found


def test_every_renderer_of_a_route_exists(environment: Environment, addresses: Addresses) -> None:
    names = {route.renderer for route in addresses.pages if route.renderer}
    templates = {name for name in names if name.endswith(".jinja2")}
    assert names - templates <= {"json", "string"}
    for name in sorted(templates):
        environment.get_template(name)


def test_every_template_compiles_on_the_site(environment: Environment, world: World) -> None:
    folders = [Path(updago.kernel.web.__file__).parent]
    folders += [plugin.folder for plugin in world.site.plugins.plugins.values()]
    templates = [path for folder in folders for path in folder.rglob("*.jinja2")]
    assert templates
    for path in templates:
        environment.compile(path.read_text(encoding="utf-8"), filename=str(path))
