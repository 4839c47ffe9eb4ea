"""The frame of an activity's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from updago.kernel.spaces.contexts import ActivityContext
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
