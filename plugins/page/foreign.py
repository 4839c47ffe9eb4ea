"""A page of a Moodle backup."""

from __future__ import annotations

from plugins.page.operations import save_page
from updago.api.operations import Act
from updago.api.ports import ForeignRecord, Loading
from updago.api.spaces import Activity


def load(act: Act, activity: Activity, record: ForeignRecord, loading: Loading) -> None:
    """Take over the text; the window it opened in is the reader's choice here."""
    values = record.values
    content = loading.text(
        str(values.get("content") or ""), str(values.get("contentformat") or "1"), "content", "0"
    )
    options = str(values.get("displayoptions") or "")
    hides_date = '"printlastmodified";s:1:"0"' in options or '"printlastmodified";i:0' in options
    save_page(act, activity, {"content": content, "shows_changed": not hides_date})
