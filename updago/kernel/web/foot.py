"""What stands at the foot of every page: accessibility, legal notice, contact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from updago.kernel.i18n import _
from updago.kernel.web.layout import NavItem

if TYPE_CHECKING:
    from pyramid.request import Request

STATEMENT: Final = "core.accessibility.view"
# The words are those of the law (décret 2019-768, article 5; RGAA 4.1, obligations).
LABELS: Final[Mapping[str, str]] = {
    "full": _("Accessibility: fully conformant"),
    "partial": _("Accessibility: partially conformant"),
    "none": _("Accessibility: not conformant"),
}


def foot_of(request: Request) -> Iterator[NavItem]:
    """The links of the foot; the legal notice and the contact stand where the site names them."""
    setting, words = request.site.state.setting, request.translate
    label = words(LABELS[setting("accessibility_state")])
    yield NavItem(label, request.route_path(STATEMENT))
    if legal := setting("legal_url"):
        yield NavItem(words(_("Legal notice")), legal)
    if contact := setting("contact_url"):
        yield NavItem(words(_("Contact")), contact)
