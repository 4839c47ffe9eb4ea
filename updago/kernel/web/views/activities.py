"""Adding an activity: the chooser, and the form; and changing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.errors import NotFound
from updago.kernel.files.drafts import adopt_files
from updago.kernel.files.operations import Shelf
from updago.kernel.i18n import _
from updago.kernel.spaces.contexts import ActivityContext, load_activity
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.models import Activity
from updago.kernel.spaces.operations import create_activity, edit_activity
from updago.kernel.spaces.queries import must_live
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.activity_form import (
    ActivityForm,
    activity_form,
    position_after,
    stored_values,
)
from updago.kernel.web.courses.areas import ACTIVITY_TEXT
from updago.kernel.web.courses.choosing import chooser_view
from updago.kernel.web.courses.conflicts import conflict_of
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.loading import SectionContext, TypeContext, load_section, load_type
from updago.kernel.web.courses.spreading import edit_address
from updago.kernel.web.fields import Option
from updago.kernel.web.forms import FormRefused, to_model
from updago.kernel.web.layout import Crumb
from updago.kernel.web.models.general import FormView
from updago.kernel.web.parts import Action
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
EDIT: Final = "course:structure:edit"
OPEN_AFTERWARDS: Final = "open"


def choose(request: Request) -> dict[str, Any]:
    """The kinds of activities that can be added here, by what they are for."""
    context: SectionContext = request.context
    title = request.translate(_("Add an activity"))
    model = chooser_view(request, context.course, context.section)
    return {"page": _page(request, context.course, title), "model": model}


def new(request: Request) -> dict[str, Any]:
    """The empty form of one kind."""
    context: TypeContext = request.context
    chosen = _new_form(request)
    kind = request.translate(context.kind.title)
    back = edit_address(request, context.course, f"s{context.section.id}")
    model = _drawn(request, chosen, back, guard=f"new-{kind}")
    title = request.say(_("Add: ${kind}"), {"kind": kind})
    return {"page": _page(request, context.course, title), "model": FormView(model)}


def create(request: Request) -> Response:
    """Make the activity."""
    context: TypeContext = request.context
    chosen = _validated(_new_form(request))
    common, own = chosen.values(request)
    activity = create_activity(
        request.act,
        course_id=context.course.id,
        section_id=context.section.id,
        type=context.kind.name,
        position=position_after(context.section, chosen.form.place.data),
        data=own,
        **common,
    )
    _adopt(request, activity, common)
    request.flash(_("Added."))
    return _onwards(request, context.kind, activity.id)


def edit(request: Request) -> dict[str, Any]:
    """The form of an activity, with its values."""
    context: ActivityContext = request.context
    kind, row = _kind(request), _row(request)
    stored = stored_values(request.db, kind, row)
    chosen = activity_form(request, kind, context.course, row=row, initial=stored)
    notices = conflict_of(request, chosen.form, row, stored)
    back = edit_address(request, context.course, f"a{row.id}")
    model = _drawn(request, chosen, back, version=row.version, guard=f"activity-{row.id}")
    title = request.say(_("Edit: ${name}"), {"name": row.name})
    page = _page(request, context.course, title, activity_id=row.id, notices=notices)
    return {"page": page, "model": FormView(model)}


def save(request: Request) -> Response:
    """Change the activity. Raises Conflict when somebody else did meanwhile."""
    context: ActivityContext = request.context
    kind = _kind(request)
    form = activity_form(request, kind, context.course, row=_row(request))
    chosen = _validated(form)
    common, own = chosen.values(request)
    activity = edit_activity(
        request.act,
        activity_id=context.activity.id,
        version=version_of(request),
        data=own,
        **common,
    )
    _adopt(request, activity, common)
    request.flash(_("Saved."))
    return _onwards(request, kind, activity.id)


def _new_form(request: Request) -> ActivityForm:
    context: TypeContext = request.context
    initial = {"place": request.GET.get("after", "")}
    return activity_form(
        request, context.kind, context.course, initial=initial, section=context.section
    )


def _validated(chosen: ActivityForm) -> ActivityForm:
    if not chosen.form.validate():
        statuses = [getattr(field, "status", None) for field in chosen.form]
        raise FormRefused(chosen.form, next((s for s in statuses if s), FormRefused.status))
    return chosen


def _drawn(
    request: Request, chosen: ActivityForm, back: str, *, guard: str, version: int | None = None
) -> Any:
    label = request.translate(_("Save and open"))
    more = (Option(OPEN_AFTERWARDS, label),) if chosen.kind.view_route else ()
    return to_model(
        request,
        chosen.form,
        action=request.path,
        submit=_("Save"),
        groups=chosen.groups,
        version=version,
        cancel=Action(request.translate(_("Cancel")), back),
        more=more,
        guard=guard,
    )


def _adopt(request: Request, activity: Activity, common: dict[str, Any]) -> None:
    shelf = Shelf(ACTIVITY_TEXT, activity.course_id, activity.id)
    adopt_files(request.act, common["intro"], shelf)


def _onwards(request: Request, kind: ActivityType, key: int) -> Response:
    if request.typed.get("then") == OPEN_AFTERWARDS and kind.view_route:
        return HTTPSeeOther(request.route_path(kind.view_route, activity_id=key))
    return HTTPSeeOther(edit_address(request, request.context.course, f"a{key}"))


def _kind(request: Request) -> ActivityType:
    kind = request.site.declared(ActivityType).find(request.context.activity.type)
    if kind is None:
        raise NotFound(_("This kind of activity is not available here."))
    found: ActivityType = kind
    return found


def _row(request: Request) -> Activity:
    return must_live(request.db, Activity, request.context.activity.id)


def _page(request: Request, course: CourseStructure, title: str, **frame: Any) -> Any:
    edit_mode = request.route_path("course.edit", course_id=course.id)
    crumbs = (Crumb(request.translate(_("Edit mode")), edit_mode),)
    return course_page(request, course, title, crumbs=crumbs, **frame)


def includeme(config: Configurator) -> None:
    """Register the chooser and the forms."""
    config.add_page(
        "activity.choose", "/courses/{course_id}/sections/{section_id}/add", permission=EDIT,
        loads=load_section, get=choose, renderer=TEMPLATES + "chooser.jinja2",
    )  # fmt: skip
    config.add_page(
        "activity.new", "/courses/{course_id}/sections/{section_id}/add/{type}", permission=EDIT,
        loads=load_type, get=new, post=create, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "activity.edit", "/activities/{activity_id}/edit", permission=EDIT,
        loads=load_activity, get=edit, post=save, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
