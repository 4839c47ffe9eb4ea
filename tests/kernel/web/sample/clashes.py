"""Pages that cannot be registered."""

from __future__ import annotations

from typing import Any

from pyramid.response import Response

from updago.api.web import OPEN


def answer(_request: Any) -> Any:
    return Response("here")


def same_name(config: Any) -> None:
    for number in range(2):
        config.add_page("clash.page", f"/clash/{number}", permission=OPEN, get=answer)


def same_address(config: Any) -> None:
    config.add_page("clash.a", r"/clash/{a:\d{2}}/x", permission=OPEN, get=answer)
    config.add_page("clash.b", "/clash/{b}/x", permission=OPEN, get=answer)


def no_permission(config: Any) -> None:
    config.add_page("clash.page", "/clash", permission="", get=answer)


def no_view(config: Any) -> None:
    config.add_page("clash.page", "/clash", permission=OPEN)


def writing_anywhere(config: Any) -> None:
    config.add_page("clash.page", "/clash/{a}", permission=OPEN, get=answer, protocol_return=True)


def writing_at_one_address(config: Any) -> None:
    config.add_page("clash.page", "/clash/back", permission=OPEN, get=answer, protocol_return=True)
