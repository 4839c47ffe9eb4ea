"""Where blocks can be put: the spots of pages, who arranges them, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from updago.kernel.blocks.declarations import BlockType, Page
from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.blocks.queries import Spot, blocks_at
from updago.kernel.permissions.places import SITE, Place
from updago.kernel.spaces.places import category_place
from updago.kernel.web.asides import category_spot, course_spot, dashboard_spot

if TYPE_CHECKING:
    from pyramid.request import Request

LEVELS: Final = ("site", "category", "course", "dashboard")
# The page of what stands on everybody’s.
BLOCKS: Final = "admin.blocks"
SITE_SPOT: Final = Spot("site", 0)
EVERYBODY: Final = Spot("dashboard", 0, (("site", 0),))


@dataclass(frozen=True, slots=True)
class SpotContext:
    """A page with regions, where it stands for the oracle, and its address.

    `kind` is the page that block types name; `inherits` says that a block can be shown on
    everything below.
    """

    spot: Spot
    place: Place
    href: str
    kind: Page
    inherits: bool = False


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A placed block and its spot."""

    block: BlockPlacement
    at: SpotContext
    place: Place


def spot_of(request: Request, level: str, key: int) -> SpotContext | None:
    """The spot of a level and its object; None when there is none."""
    if level == "course":
        return _course(request, key)
    if level == "category":
        return _category(request, key)
    if level == "dashboard":
        return _dashboard(request, key)
    if level == "site" and key == 0:
        href = request.route_path(BLOCKS, _query={"level": level})
        return SpotContext(SITE_SPOT, SITE, href, "site", inherits=True)
    return None


def load_spot(request: Request) -> SpotContext | None:
    """The spot of the route's `level` and `object_id`."""
    return spot_of(request, request.matchdict["level"], int(request.matchdict["object_id"]))


def load_block(request: Request) -> BlockRow | None:
    """The block of the route's `block_id`, deleted ones included only to be brought back."""
    block = request.db.get(BlockPlacement, int(request.matchdict["block_id"]))
    if block is None:
        return None
    at = spot_of(request, block.level, block.object_id)
    return None if at is None else BlockRow(block, at, at.place)


def load_live_block(request: Request) -> BlockRow | None:
    """The block of the route's `block_id`."""
    row = load_block(request)
    return None if row is None or row.block.deleted_at is not None else row


def addable(request: Request, at: SpotContext) -> Iterator[BlockType]:
    """The types that this page may get, those that stand there once already left out."""
    present = {block.type for block in blocks_at(request.db, at.spot, with_hidden=True)}
    for kind in request.site.declared(BlockType).enabled().values():
        if at.kind in kind.pages and (kind.multiple or kind.name not in present):
            yield kind


def _course(request: Request, key: int) -> SpotContext | None:
    course = request.site.structures.get(request.db, key)
    if course is None:
        return None
    href = request.route_path("course.edit", course_id=key)
    return SpotContext(course_spot(course), course.place, href, "course")


def _category(request: Request, key: int) -> SpotContext | None:
    node = request.site.categories.read(request.db).get(key)
    if node is None:
        return None
    href = request.route_path("category.view", category_id=key, _query={"edit": "1"})
    spot = category_spot(key, node.path)
    return SpotContext(spot, category_place(node), href, "category", inherits=True)


def _dashboard(request: Request, key: int) -> SpotContext | None:
    if key == 0:
        href = request.route_path(BLOCKS)
        return SpotContext(EVERYBODY, SITE, href, "dashboard", inherits=True)
    own = Place(person_id=key)
    return SpotContext(dashboard_spot(key), own, "/my?edit=1", "dashboard")
