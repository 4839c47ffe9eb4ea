"""The blocks of a page: found for its spot, rendered apart, ready for the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from updago.kernel.blocks.declarations import BlockContext, BlockType
from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.blocks.queries import Spot, blocks_at
from updago.kernel.blocks.rendering import Rendered
from updago.kernel.i18n import _
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.parts import Action, RenderedBlock

if TYPE_CHECKING:
    from pyramid.request import Request

PLACE_BLOCKS: Final = "block:placement:edit"
SITE_ABOVE: Final = (("site", 0),)
FAILED: Final = _("This block does not answer now. The rest of the page is complete.")
UNKNOWN: Final = _("The plugin of this block is off or not installed. Its settings are kept.")


def course_spot(course: CourseStructure) -> Spot:
    """The spot of a course's pages: below its categories and the site."""
    above = tuple(("category", key) for key in course.category_path)
    return Spot("course", course.id, (*SITE_ABOVE, *above))


def category_spot(category_id: int, path: tuple[int, ...]) -> Spot:
    """The spot of a category's page; `path` lists the ids from the root to itself."""
    above = tuple(("category", key) for key in path if key != category_id)
    return Spot("category", category_id, (*SITE_ABOVE, *above))


def dashboard_spot(person_id: int) -> Spot:
    """The spot of a person's dashboard: below the dashboard of everybody and the site."""
    return Spot("dashboard", person_id, (*SITE_ABOVE, ("dashboard", 0)))


def add_actions(request: Request, spot: Spot, place: Place) -> tuple[Action, ...]:
    """The link that adds a block to a page, for those who may arrange it."""
    if not request.may(PLACE_BLOCKS, place):
        return ()
    where = {"level": spot.level, "object_id": spot.object_id}
    href = request.route_path("block.choose", **where)
    return (Action(request.translate(_("Add a block")), href, "plus"),)


def blocks_of(
    request: Request,
    spot: Spot,
    *,
    course: CourseStructure | None = None,
    editing: bool = False,
) -> tuple[RenderedBlock, ...]:
    """The blocks of a page for its person; editors also see empty and hidden ones."""
    placements = blocks_at(request.db, spot, with_hidden=editing)
    if not placements:
        return ()
    oracle, site = request.oracle, request.site
    formats, translate, url = request.formats, request.translate, request.route_path
    person_id, now = request.visitor.person_id, site.clock.now()

    def render(kind: BlockType, placement: BlockPlacement) -> object:
        with site.database.reading() as session:
            return kind.render(
                BlockContext(
                    session=session,
                    oracle=oracle.on(session),
                    person_id=person_id,
                    now=now,
                    formats=formats,
                    translate=translate,
                    url=url,
                    declared=lambda wanted: site.declared(wanted).enabled(),
                    options=placement.options,
                    block_uid=str(placement.uid),
                    course=course,
                    category_id=spot.object_id if spot.level == "category" else None,
                )
            )

    rendered = site.blocks.render(placements, render)
    return tuple(
        _shown(request, block, spot, editing=editing)
        for block in rendered
        if editing or block.outcome in {"shown", "failed"}
    )


def _shown(request: Request, block: Rendered, spot: Spot, *, editing: bool) -> RenderedBlock:
    placement = block.placement
    is_own = (placement.level, placement.object_id) == (spot.level, spot.object_id)
    failed = {"failed": FAILED, "unknown": UNKNOWN}.get(block.outcome, "")
    html = block.html
    if block.outcome == "empty":
        html = Markup('<p class="meta">{}</p>').format(
            request.translate(_("Nothing to show; only editors see this block."))
        )
    return RenderedBlock(
        id=str(placement.uid)[:13] + str(placement.id),
        title=request.translate(block.title),
        html=html,
        menu=_menu(request, placement) if editing and is_own else (),
        failed=request.translate(failed) if failed else "",
    )


def _menu(request: Request, placement: BlockPlacement) -> tuple[Action, ...]:
    words = request.translate
    at = {"block_id": placement.id}

    def post(label: str, icon: str, route: str, *fields: tuple[str, str]) -> Action:
        href = request.route_path(route, **at)
        return Action(words(label), href, icon, post=True, fields=fields)

    hidden = placement.is_hidden
    up, down = str(max(placement.position - 1, 0)), str(placement.position + 1)
    return (
        Action(words(_("Configure")), request.route_path("block.edit", **at), "sliders"),
        post(_("Move up"), "chevron-up", "block.move", ("position", up)),
        post(_("Move down"), "chevron-down", "block.move", ("position", down)),
        post(_("Show"), "eye", "block.hide", ("hidden", ""))
        if hidden
        else post(_("Hide"), "eye-off", "block.hide", ("hidden", "1")),
        post(_("Delete"), "trash-2", "block.delete"),
    )
