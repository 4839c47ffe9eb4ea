from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from updago.kernel.app import Site
from updago.kernel.errors import StartError
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.testing.web import Client


class Clash(Plugin):
    """Registers what one function of the sample says."""

    manifest = Manifest("clash", "Clash", "1", "tool")

    def __init__(self, name: str) -> None:
        self.name = name

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return (f"tests.kernel.web.sample.clashes.{self.name}",)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("same_name", "both register the route clash.page"),
        ("same_address", "clash.a and clash.b claim the same address"),
        ("no_permission", "clash.page has no permission or no view"),
        ("no_view", "clash.page has no permission or no view"),
        ("writing_anywhere", "cannot have variable parts"),
    ],
)
def test_a_page_that_cannot_be_registered_stops_the_start(
    make_site: Callable[..., Site], name: str, sentence: str
) -> None:
    with pytest.raises(StartError, match=sentence):
        Client(make_site(Clash(name)))


def test_a_return_of_a_protocol_may_write_at_its_own_address_alone(
    make_site: Callable[..., Site],
) -> None:
    client = Client(make_site(Clash("writing_at_one_address")))
    assert client.get("/clash/back").text == "here"
    assert client.wsgi.registry["protocol_returns"] == {"/clash/back"}  # type: ignore[attr-defined]
