"""The pages of the plugin of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from updago.api.spaces import ActivityContext, CourseContext, load_activity, load_course
from updago.api.web import SIGNED_IN, TextView, course_page, touch_viewed

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

TEXT = "updago.kernel.web:templates/pages/text.jinja2"


def load(request: Request) -> ActivityContext | None:
    return load_activity(request, "essay")


def view(request: Request) -> dict[str, Any]:
    context: ActivityContext = request.context
    touch_viewed(request, context)
    node = context.activity
    page = course_page(request, context.course, node.name, activity_id=node.id)
    return {"page": page, "model": TextView(escape(node.meta["topic"]))}


def load_door(request: Request) -> CourseContext | None:
    return load_course(request)


def enter(request: Request) -> dict[str, Any]:
    return {
        "page": course_page(request, request.context.course, "Enter"),
        "model": TextView(Markup()),
    }


def includeme(config: Configurator) -> None:
    config.add_page(
        "study.essay.view", "/study/essays/{activity_id}", permission="activity:item:view",
        loads=load, get=view, renderer=TEXT,
    )  # fmt: skip
    config.add_page(
        "study.enter", "/study/courses/{course_id}/doors/{instance_id}", permission=SIGNED_IN,
        loads=load_door, get=enter, renderer=TEXT,
    )  # fmt: skip
