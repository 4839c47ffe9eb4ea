"""A page in UPdago's own archives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from plugins.page.operations import save_page
from plugins.page.queries import page_of_activity
from updago.api.operations import Act
from updago.api.ports import Loading
from updago.api.spaces import Activity


def dump(session: Session, activity_id: int) -> Mapping[str, Any]:
    """The page as JSON values."""
    page = page_of_activity(session, activity_id)
    return {"content": page.content.html, "shows_changed": page.shows_changed}


def load(act: Act, activity: Activity, values: Mapping[str, Any], loading: Loading) -> None:
    """Make the page of what `dump` gave."""
    content = loading.text(str(values["content"]), "1", "content", "0")
    save_page(act, activity, {"content": content, "shows_changed": bool(values["shows_changed"])})
