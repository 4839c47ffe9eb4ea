"""The frame of an activity's own page, and how its texts are shown."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from updago.kernel.spaces.contexts import ActivityContext
from updago.kernel.text import Policy, RichText
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.touching import touch_viewed
from updago.kernel.web.layout import Crumb, Page

if TYPE_CHECKING:
    from pyramid.request import Request


def activity_page(
    request: Request, title: str = "", *, crumbs: tuple[Crumb, ...] = (), **frame: Any
) -> Page:
    """The frame of a page of the activity in the context; a GET counts as having opened it.

    `title` defaults to the activity's name; with `crumbs` the page lies below the activity's own.
    """
    context: ActivityContext = request.context
    if request.method == "GET":
        touch_viewed(request, context)
    return course_page(
        request,
        context.course,
        title or context.activity.name,
        activity_id=context.activity.id,
        crumbs=crumbs,
        **frame,
    )


def shown(request: Request, text: RichText) -> Markup:
    """A text ready for the page: frames of the hosts that the site allows, files at our address."""
    return text.markup(policy=showing(request)) if text else Markup()


def showing(request: Request) -> Policy:
    """What texts may show on this site: found once for the texts of a page."""
    hosts: str = request.site.state.setting("frame_hosts")
    return _policy(hosts)


@lru_cache(maxsize=16)
def _policy(hosts: str) -> Policy:
    return Policy.showing(hosts)
