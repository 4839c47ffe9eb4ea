"""The blocks that everybody has: on their own pages, and on the pages of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from updago.kernel.i18n import _
from updago.kernel.web.admin.frame import admin_page
from updago.kernel.web.asides import PLACE_BLOCKS, add_actions, blocks_of
from updago.kernel.web.layout import Tab
from updago.kernel.web.models.general import TextView
from updago.kernel.web.placing import BLOCKS, EVERYBODY, SITE_SPOT

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

PERSONAL: Final = _(
    "These blocks stand on everybody’s own page, above those that people add themselves."
)
GENERAL: Final = _(
    "These blocks stand on the pages of the site. One that is shown below too stands on every"
    " course and on everybody’s own page."
)
NONE: Final = _("There is none yet.")


def view(request: Request) -> dict[str, Any]:
    """The blocks of one of the two spots, with their acts."""
    words, is_general = request.translate, request.GET.get("level") == SITE_SPOT.level
    spot = SITE_SPOT if is_general else EVERYBODY
    here = request.route_path(BLOCKS)
    tabs = (
        Tab(words(_("Everybody’s own page")), here, current=not is_general),
        Tab(words(_("The whole site")), f"{here}?level={SITE_SPOT.level}", current=is_general),
    )
    page = admin_page(
        request,
        words(_("Blocks for everybody")),
        tabs=tabs,
        editing=True,
        aside=blocks_of(request, spot, editing=True),
        aside_actions=add_actions(request, spot, request.site_place),
    )
    texts = [GENERAL if is_general else PERSONAL, *(() if page.aside else (NONE,))]
    html = Markup().join(Markup("<p>{}</p>").format(words(text)) for text in texts)
    return {"page": page, "model": TextView(html)}


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        BLOCKS, "/admin/blocks", permission=PLACE_BLOCKS, get=view, rich=True,
        renderer="updago.kernel.web:templates/pages/text.jinja2",
    )  # fmt: skip
