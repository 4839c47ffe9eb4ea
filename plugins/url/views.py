"""Following a web address."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request

from plugins.url import queries
from plugins.url.addresses import host_of
from updago.api.spaces import ActivityContext, load_activity
from updago.api.web import activity_page, shown


def load(request: Request) -> ActivityContext | None:
    """The activity of the address, when it is a web address."""
    return load_activity(request, "url")


def show(request: Request) -> Any:
    """Show the description and the link, or go there when the teacher chose so.

    Those who may edit the course always get the page, so that they can reach the settings.
    """
    activity = request.context.activity
    link = queries.link_of_activity(request.db, activity.id)
    page = activity_page(request)
    if link.display == "direct" and not request.may("course:structure:edit"):
        return HTTPFound(link.address)
    return {
        "page": page,
        "text": shown(request, activity.intro) if activity.intro else "",
        "address": link.address,
        "host": host_of(link.address),
    }
