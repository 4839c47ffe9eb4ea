"""The accessibility statement of the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.i18n import _
from updago.kernel.web.foot import STATEMENT
from updago.kernel.web.models.general import StatementView
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action
from updago.kernel.web.routing import OPEN

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

# As the model of the statement has it (RGAA 4.1, obligations).
STATES: Final[Mapping[str, str]] = {
    "full": _("${site} fully conforms to the RGAA, the French rules of accessibility."),
    "partial": _("${site} partially conforms to the RGAA, the French rules of accessibility."),
    "none": _(
        "${site} does not conform to the RGAA, the French rules of accessibility: no audit has"
        " measured yet how far it does."
    ),
}
DEFENDER: Final = "https://www.defenseurdesdroits.fr/"


def view(request: Request) -> dict[str, Any]:
    """Say how far the site conforms, what does not, and whom to tell."""
    setting, words = request.site.state.setting, request.translate
    contact = setting("contact_url")
    model = StatementView(
        state=request.say(STATES[setting("accessibility_state")], {"site": setting("site_name")}),
        gaps=tuple(part for part in setting("accessibility_text").split("\n\n") if part),
        contact=Action(words(_("Write to us")), contact) if contact else None,
        remedy=Action(words(_("Defender of Rights")), DEFENDER),
    )
    return {"page": page_of(request, words(_("Accessibility"))), "model": model}


def includeme(config: Configurator) -> None:
    """Register the page; everybody may open it."""
    config.add_page(
        STATEMENT, "/accessibility", permission=OPEN, get=view,
        renderer="updago.kernel.web:templates/pages/accessibility.jinja2",
    )  # fmt: skip
