"""A person's own page: what comes next, their courses, their blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.db.paging import page_number
from updago.kernel.i18n import _
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.queries import my_courses
from updago.kernel.spaces.queries.catalogue import CourseCard
from updago.kernel.spaces.queries.progress import Progress, progress_of
from updago.kernel.web.asides import add_actions, blocks_of, dashboard_spot
from updago.kernel.web.courses.states import learns
from updago.kernel.web.courses.tiles import pager_of, tiles_of
from updago.kernel.web.layout import EditBar, Page
from updago.kernel.web.models.home import CourseTile, DashboardView
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action, Empty
from updago.kernel.web.routing import SIGNED_IN

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

HOME: Final = "/my"
ARRANGE: Final = "block:placement:edit"
# More courses than that are a list, not a page of one's own.
TILES: Final = 24
WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A person's own page, and its place."""

    person_id: int
    place: Place


def load(request: Request) -> OwnPage | None:
    """The page of the person of the request."""
    person_id = request.visitor.person_id
    return OwnPage(person_id or 0, Place(person_id=person_id))


def view(request: Request) -> dict[str, Any]:
    """Show the courses, those with something left to open first, and the blocks."""
    words, visitor = request.translate, request.visitor
    tree = request.site.categories.read(request.db)
    number = page_number(request.GET.get("page"))
    found = my_courses(request.db, request.oracle, tree, page=number, size=TILES)
    tiles = tuple(_tiles(request, found.rows))
    model = DashboardView(
        news=request.slot("dashboard", request.context),
        courses=tuple(sorted(tiles, key=lambda tile: tile.percent == WHOLE)),
        pager=pager_of(request, found, {}),
        empty=None if tiles else _nothing(request),
    )
    today = request.formats.date_long(request.site.clock.now())
    greeting = request.say(_("Hello ${name}"), {"name": visitor.first_name or visitor.name})
    page = _page(request, title=words(_("Home")), heading=greeting, over=today)
    return {"page": page, "model": model}


def _page(request: Request, *, title: str, **frame: Any) -> Page:
    words, spot = request.translate, dashboard_spot(request.context.person_id)
    editing = "edit" in request.GET and request.may(ARRANGE)
    if editing:
        frame["edit"] = EditBar(Action(words(_("Edit mode")), HOME), on=True)
        frame["aside_actions"] = add_actions(request, spot, request.context.place)
    elif request.may(ARRANGE):
        arrange = Action(words(_("Arrange my page")), f"{HOME}?edit=1", "sliders")
        frame["actions"] = (arrange,)
    blocks = blocks_of(request, spot, editing=editing)
    return page_of(request, title, editing=editing, aside=blocks, **frame)


def _tiles(request: Request, cards: tuple[CourseCard, ...]) -> Iterator[CourseTile]:
    kinds = request.site.declared(ActivityType).enabled()
    types = [name for name, kind in kinds.items() if kind.view_route]
    keys = [card.id for card in cards if learns(request, card.place)]
    known = progress_of(request.db, request.context.person_id, keys, types)
    for card, tile in zip(cards, tiles_of(request, cards), strict=True):
        progress = known.get(card.id)
        yield tile if progress is None else _with(request, tile, progress)


def _with(request: Request, tile: CourseTile, progress: Progress) -> CourseTile:
    """The tile with what is done and what comes next."""
    words = request.translate
    values = {"done": progress.opened, "total": progress.total}
    is_done = progress.next_id is None
    return replace(
        tile,
        percent=WHOLE * progress.opened // progress.total,
        percent_label=request.say(_("${done} of ${total} done"), values),
        next_over=words(_("Finished")) if is_done else words(_("Comes next")),
        next=words(_("Everything is done")) if is_done else progress.next_name,
    )


def _nothing(request: Request) -> Empty:
    words = request.translate
    act = Action(words(_("Find a course")), request.route_path("course.list"), kind="primary")
    text = _("Your teachers add you to their courses, or you enter an open one yourself.")
    return Empty(words(_("You are in no course yet")), words(text), "book-open", act)


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "my", HOME, permission=SIGNED_IN, loads=load, get=view, rich=True,
        renderer="updago.kernel.web:templates/pages/dashboard.jinja2",
    )  # fmt: skip
