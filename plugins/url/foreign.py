"""A web address of a Moodle backup."""

from __future__ import annotations

from typing import Final

from plugins.url.addresses import is_web_address, without_spaces
from plugins.url.operations import save_url
from updago.api.errors import Invalid
from updago.api.i18n import _
from updago.api.operations import Act
from updago.api.ports import ForeignRecord, Loading
from updago.api.spaces import Activity

# Moodle's display modes: 0 automatic, 1 embedded, 5 open, 6 in a pop-up window.
STRAIGHT_THERE: Final = frozenset({"5", "6"})
NO_PARAMETERS: Final = frozenset({"", "a:0:{}", "[]"})


def load(act: Act, activity: Activity, record: ForeignRecord, loading: Loading) -> None:
    """Take over the address; parameters filled in for each person are not added to it.

    An address without a scheme gets https, as browsers do. Raises Invalid for anything else.
    """
    address = without_spaces(str(record.values.get("externalurl") or ""))
    if not is_web_address(address):
        mended = f"https://{address.removeprefix('//')}"
        if "://" in address or not is_web_address(mended):
            raise Invalid(_("The address “${address}” is no web address."), {"address": address})
        loading.differs(_("The address had no scheme; https:// was put before it."))
        address = mended
    if str(record.values.get("parameters") or "") not in NO_PARAMETERS:
        loading.differs(_("Parameters filled in for each person are not added to the address."))
    display = "direct" if str(record.values.get("display")) in STRAIGHT_THERE else "page"
    save_url(act, activity, {"address": address, "display": display})
