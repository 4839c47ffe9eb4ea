"""The small acts on one activity: rename, move, show and hide, duplicate, delete, bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from wtforms import Form, StringField

from updago.kernel.i18n import _
from updago.kernel.spaces.contexts import ActivityContext, load_activity
from updago.kernel.spaces.models import Activity
from updago.kernel.spaces.models.courses import BY_LINK, HIDDEN
from updago.kernel.spaces.operations import (
    delete_activity,
    duplicate_activity,
    move_activity,
    rename_activity,
    set_activity_visibility,
)
from updago.kernel.spaces.queries import live
from updago.kernel.web.courses.bin import undo_of
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.moving import activity_places, chosen_place
from updago.kernel.web.courses.spreading import edit_address
from updago.kernel.web.courses.visible import sections_of
from updago.kernel.web.forms import Fits, Required, bind, checked, to_model
from updago.kernel.web.models.general import FormView
from updago.kernel.web.parts import Action
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
EDIT: Final = "course:structure:edit"
NOW: Final = {HIDDEN: _("Hidden."), BY_LINK: _("Only reachable by its link now.")}
SHOWN_NOW: Final = _("Shown.")


class RenameForm(Form):
    name = StringField(_("Name"), [Required(), Fits(Activity.name)])


def ask_move(request: Request) -> dict[str, Any]:
    """The places it can go to."""
    context: ActivityContext = request.context
    sections = sections_of(request, context.course)
    title = request.say(_("Move: ${name}"), {"name": context.activity.name})
    page = course_page(request, context.course, title, sections=sections)
    return {
        "page": page,
        "model": activity_places(request, context.course, sections, context.activity),
    }


def move(request: Request) -> Response:
    """Put it there."""
    context: ActivityContext = request.context
    section_id, before_id = chosen_place(request, context.course)
    move_activity(
        request.act, activity_id=context.activity.id, section_id=section_id, before_id=before_id
    )
    request.flash(_("Moved."))
    return _back(request)


def ask_name(request: Request) -> dict[str, Any]:
    """The form with the name."""
    context: ActivityContext = request.context
    node = context.activity
    form = bind(request, RenameForm, {"name": node.name})
    row = live(request.db, Activity, node.id)
    model = to_model(
        request,
        form,
        action=request.path,
        submit=_("Rename"),
        version=row.version if row else None,
        cancel=Action(request.translate(_("Cancel")), _address(request)),
    )
    title = request.say(_("Rename: ${name}"), {"name": node.name})
    return {"page": course_page(request, context.course, title), "model": FormView(model)}


def rename(request: Request) -> Response:
    """Give the name. Raises Conflict when the activity was changed meanwhile."""
    form = checked(request, RenameForm)
    key = request.context.activity.id
    rename_activity(
        request.act, activity_id=key, name=form.name.data or "", version=version_of(request)
    )
    request.flash(_("Renamed."))
    return _back(request)


def set_visibility(request: Request) -> Response:
    """Show it, hide it, or leave it reachable by its link only."""
    value = str(request.typed.get("visibility", ""))
    key = request.context.activity.id
    set_activity_visibility(request.act, activity_id=key, visibility=value)
    request.flash(NOW.get(value, SHOWN_NOW))
    return _back(request)


def duplicate(request: Request) -> Response:
    """Make a copy right after it."""
    copy = duplicate_activity(request.act, activity_id=request.context.activity.id)
    away = request.route_path("activity.delete", activity_id=copy.id)
    undo = Action(request.translate(_("Undo")), away, "undo-2", post=True)
    request.flash(_("Duplicated."), undo)
    return _back(request, copy.id)


def delete(request: Request) -> Response:
    """Mark it deleted; the next page offers to bring it back."""
    context: ActivityContext = request.context
    key = context.activity.id
    delete_activity(request.act, activity_id=key)
    text = request.say(_("“${name}” is deleted."), {"name": context.activity.name})
    request.flash(text, undo_of(request, context.course.id, activities=[key]))
    return _back(request, section_id=context.section.id)


def _address(request: Request, key: int = 0, section_id: int = 0) -> str:
    context: ActivityContext = request.context
    anchor = f"s{section_id}" if section_id else f"a{key or context.activity.id}"
    return edit_address(request, context.course, anchor)


def _back(request: Request, key: int = 0, section_id: int = 0) -> Response:
    return HTTPSeeOther(_address(request, key, section_id))


def includeme(config: Configurator) -> None:
    """Register the acts."""
    base = "/activities/{activity_id}/"
    config.add_page(
        "activity.move", base + "move", permission=EDIT, loads=load_activity,
        get=ask_move, post=move, renderer=TEMPLATES + "move.jinja2",
    )  # fmt: skip
    config.add_page(
        "activity.rename", base + "rename", permission=EDIT, loads=load_activity,
        get=ask_name, post=rename, renderer=TEMPLATES + "form.jinja2",
    )  # fmt: skip
    for name, view in (
        ("visibility", set_visibility),
        ("duplicate", duplicate),
        ("delete", delete),
    ):
        config.add_page(
            f"activity.{name}", base + name, permission=EDIT, loads=load_activity, post=view
        )
