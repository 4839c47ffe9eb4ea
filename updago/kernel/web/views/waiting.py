"""The page of an activity whose plugin is missing: what waits, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from updago.kernel.i18n import _
from updago.kernel.spaces.contexts import ActivityContext, load_activity
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.texts import shown
from updago.kernel.web.models.general import TextView
from updago.kernel.web.parts import Notice

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

WAITS: Final = _("This activity is of the kind “${kind}”, which this site does not have now.")
KEPT: Final = _("Its content is kept whole and comes back with the plugin.")


def load(request: Request) -> ActivityContext | None:
    """An activity without a type that is on; others have a page of their own."""
    context = load_activity(request)
    if context is None:
        return None
    known = request.site.declared(ActivityType).find(context.activity.type)
    return context if known is None else None


def view(request: Request) -> dict[str, Any]:
    """Say what waits, with the description that came with it."""
    context: ActivityContext = request.context
    node = context.activity
    text = request.say(WAITS, {"kind": node.waiting_type or node.type})
    notice = Notice(text, "warn", detail=request.translate(KEPT))
    page = course_page(request, context.course, node.name, activity_id=node.id, notices=(notice,))
    return {"page": page, "model": TextView(shown(request, node.intro) if node.intro else Markup())}


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "activity.waiting", "/activities/{activity_id}", permission="activity:item:view",
        loads=load, get=view, renderer="updago.kernel.web:templates/pages/text.jinja2", rich=True,
    )  # fmt: skip
