"""Addresses of one route for many ids, generated once and then filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyramid.request import Request

# A number that stands in no address by chance; it fits the placeholders of ids.
STAND_IN: Final = 918273645546372819


def addresses(request: Request, route: str, name: str, **others: object) -> Callable[[int], str]:
    """A function from an id to the address of `route`, whose placeholder `name` takes it."""
    sample: str = request.route_path(route, **{name: STAND_IN}, **others)
    before, _, after = sample.partition(str(STAND_IN))

    def address(key: int) -> str:
        return f"{before}{key}{after}"

    return address


class ActivityAddresses:
    """The addresses of the pages of activities, by their route: made for one request."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._known: dict[str, Callable[[int], str]] = {}

    def of(self, route: str, activity_id: int) -> str:
        """The address of an activity's page."""
        known = self._known.get(route)
        if known is None:
            known = self._known[route] = addresses(self._request, route, "activity_id")
        return known(activity_id)
