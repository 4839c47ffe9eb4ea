"""Courses in lists, and the pages of a long list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from updago.kernel.db.paging import Paged
from updago.kernel.i18n import _
from updago.kernel.spaces.models.courses import HIDDEN
from updago.kernel.spaces.queries.catalogue import CourseCard
from updago.kernel.web.courses.addresses import addresses
from updago.kernel.web.models.home import CourseTile
from updago.kernel.web.parts import Badge, Pager, ruling_of

if TYPE_CHECKING:
    from pyramid.request import Request


def tiles_of(request: Request, cards: Iterable[CourseCard]) -> tuple[CourseTile, ...]:
    """The tiles of a list of courses."""
    address = addresses(request, "course.view", "course_id")
    hidden = Badge(request.translate(_("Hidden")), "line", "eye-off")
    return tuple(
        CourseTile(
            code=card.short_name,
            title=card.full_name,
            href=address(card.id),
            ruling=ruling_of(card.id, card.cover),
            meta=" · ".join(filter(None, (card.trail[-1], ", ".join(card.teachers)))),
            badges=(hidden,) if card.visibility == HIDDEN else (),
        )
        for card in cards
    )


def pager_of(request: Request, found: Paged[Any], query: Mapping[str, str]) -> Pager | None:
    """The way through a list that has more than one page; `query` is what the address keeps."""
    if found.total <= found.size:
        return None
    number = request.formats.number
    values = {
        "first": number(found.first),
        "last": number(found.last),
        "total": number(found.total),
    }

    def page(key: int) -> str:
        address: str = request.current_route_path(_query={**query, "page": str(key)})
        return address

    return Pager(
        summary=request.say(_("${first} to ${last} of ${total}"), values),
        previous=page(found.page - 1) if found.has_previous else "",
        next=page(found.page + 1) if found.has_next else "",
    )
