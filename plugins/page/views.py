"""Reading a page."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request

from plugins.page import queries
from updago.api.spaces import ActivityContext, load_activity
from updago.api.web import activity_page, shown


def load(request: Request) -> ActivityContext | None:
    """The activity of the address, when it is a page."""
    return load_activity(request, "page")


def show(request: Request) -> dict[str, Any]:
    """Show the text, and note that the person opened it."""
    activity = request.context.activity
    page = queries.shown_page(request.db, activity.id)
    changed = request.formats.datetime(page.updated_at) if page.shows_changed else ""
    return {
        "page": activity_page(request),
        "text": shown(request, page.content),
        "changed": changed,
        "changed_iso": page.updated_at.isoformat(),
    }
