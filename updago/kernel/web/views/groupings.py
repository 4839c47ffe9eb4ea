"""The groupings of a course: sets of its groups, for activities and for access restrictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from wtforms import Form, SelectMultipleField, StringField

from updago.kernel.i18n import _
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.contexts import CourseContext, load_course
from updago.kernel.spaces.models import Grouping
from updago.kernel.spaces.operations import (
    create_grouping,
    delete_grouping,
    edit_grouping,
    set_grouping_groups,
)
from updago.kernel.spaces.queries import every_group, groupings_of, groups_in_groupings, live
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.conflicts import conflict_of
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.forms import (
    Fits,
    Group,
    Required,
    RichTextField,
    bind,
    checked,
    choices_of,
    to_model,
)
from updago.kernel.web.layout import Crumb
from updago.kernel.web.models.admin import Cell, TableRow, TableView
from updago.kernel.web.models.general import ConfirmView, FormView
from updago.kernel.web.parts import Action, Empty
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
EDIT: Final = "course:group:edit"
MORE: Final = Group(_("Further settings"), ("code", "description"), open=False)


@dataclass(frozen=True, slots=True)
class GroupingContext:
    """A grouping of a course."""

    course: CourseStructure
    grouping: Grouping
    place: Place


class GroupingForm(Form):
    """What a grouping is called, and which groups are in it."""

    name = StringField(_("Name"), [Required(), Fits(Grouping.name)])
    groups = SelectMultipleField(_("Groups in it"), coerce=int, choices=[])
    code = StringField(_("Code"), [Fits(Grouping.code)])
    description = RichTextField(_("Description"))


def load_grouping(request: Request) -> GroupingContext | None:
    """The grouping of the route's `grouping_id` in the course of its `course_id`."""
    context = load_course(request)
    row = live(request.db, Grouping, int(request.matchdict["grouping_id"]))
    if context is None or row is None or row.course_id != context.course.id:
        return None
    return GroupingContext(context.course, row, context.place)


def view(request: Request) -> dict[str, Any]:
    """The groupings of the course, and the groups in each."""
    context: CourseContext = request.context
    words, title = request.translate, request.translate(_("Groupings"))
    inside = groups_in_groupings(request.db, context.course.id)
    rows = tuple(
        _row(request, key, name, [group for _key, group in inside.get(key, ())])
        for key, name in groupings_of(request.db, context.course.id)
    )
    text = words(_("A grouping is a set of groups: one per subject, or one per year."))
    model = TableView(
        caption=title,
        heads=(words(_("Name")), words(_("Groups"))),
        rows=rows,
        empty=None if rows else Empty(words(_("No grouping yet")), text, "users"),
    )
    href = request.route_path("grouping.new", course_id=context.course.id)
    actions = (Action(words(_("New grouping")), href, "plus", kind="primary"),)
    return {"page": _page(request, title, actions=actions), "model": model}


def new(request: Request) -> dict[str, Any]:
    """The form of a new grouping."""
    return _drawn(request, _form(request), request.translate(_("New grouping")))


def create(request: Request) -> Response:
    """Make the grouping."""
    data = _checked(request)
    create_grouping(request.act, course_id=request.context.course.id, **data)
    request.flash(_("The grouping was made."))
    return _to_list(request)


def edit(request: Request) -> dict[str, Any]:
    """The form of a grouping, with its values."""
    context: GroupingContext = request.context
    row = context.grouping
    inside = groups_in_groupings(request.db, context.course.id).get(row.id, ())
    stored = {"name": row.name, "code": row.code, "description": row.description}
    form = _form(request, {**stored, "groups": [key for key, _name in inside]})
    notices = conflict_of(request, form, row, stored)
    title = request.say(_("Edit: ${name}"), {"name": row.name})
    return _drawn(request, form, title, version=row.version, notices=notices)


def save(request: Request) -> Response:
    """Change the grouping. Raises Conflict when somebody else did meanwhile."""
    data = _checked(request)
    key = request.context.grouping.id
    keys = data.pop("group_ids")
    edit_grouping(request.act, grouping_id=key, version=version_of(request), **data)
    set_grouping_groups(request.act, grouping_id=key, group_ids=keys)
    request.flash(_("Saved."))
    return _to_list(request)


def ask_delete(request: Request) -> dict[str, Any]:
    """What goes with the grouping."""
    context: GroupingContext = request.context
    words = request.translate
    back = request.route_path("grouping.list", course_id=context.course.id)
    text = _("Its groups stay. Activities that kept to it are open to all groups of the course.")
    model = ConfirmView(
        text=words(text),
        act=Action(words(_("Delete")), request.path, kind="danger", post=True),
        cancel=Action(words(_("Keep it")), back),
    )
    title = request.say(_("Delete: ${name}"), {"name": context.grouping.name})
    return {"page": _page(request, title, crumbs=_crumbs(request)), "model": model}


def delete(request: Request) -> Response:
    """Mark the grouping deleted."""
    grouping: Grouping = request.context.grouping
    text = request.say(_("“${name}” is deleted."), {"name": grouping.name})
    delete_grouping(request.act, grouping_id=grouping.id)
    request.flash(text)
    return _to_list(request)


def _row(request: Request, key: int, name: str, groups: list[str]) -> TableRow:
    at = {"course_id": request.context.course.id, "grouping_id": key}
    href = request.route_path("grouping.edit", **at)
    menu = (
        Action(request.translate(_("Edit")), href, "pencil"),
        Action(
            request.translate(_("Delete")), request.route_path("grouping.delete", **at), "trash-2"
        ),
    )
    inside = request.formats.join(groups) if groups else request.translate(_("No group"))
    return TableRow((Cell(name, href), Cell(inside)), name, menu)


def _form(request: Request, stored: dict[str, Any] | None = None) -> Any:
    form = bind(request, GroupingForm, stored)
    groups = every_group(request.db, request.context.course.id)
    form.groups.choices = choices_of(groups)
    if not groups:
        form.groups.description = _("The course has no group yet: make some first.")
    return form


def _checked(request: Request) -> dict[str, Any]:
    _form(request)
    data = dict(checked(request, GroupingForm).data)
    data["group_ids"] = data.pop("groups") or ()
    return data


def _drawn(
    request: Request, form: Form, title: str, *, version: int | None = None, **frame: Any
) -> dict[str, Any]:
    back = request.route_path("grouping.list", course_id=request.context.course.id)
    model = to_model(
        request,
        form,
        action=request.path,
        submit=_("Save"),
        groups=(Group("", ("name", "groups")), MORE),
        version=version,
        cancel=Action(request.translate(_("Cancel")), back),
    )
    page = _page(request, title, crumbs=_crumbs(request), **frame)
    return {"page": page, "model": FormView(model)}


def _crumbs(request: Request) -> tuple[Crumb, ...]:
    back = request.route_path("grouping.list", course_id=request.context.course.id)
    return (Crumb(request.translate(_("Groupings")), back),)


def _page(request: Request, title: str, *, crumbs: tuple[Crumb, ...] = (), **frame: Any) -> Any:
    course = request.context.course
    groups = request.route_path("group.list", course_id=course.id)
    first = Crumb(request.translate(_("Groups")), groups)
    return course_page(request, course, title, crumbs=(first, *crumbs), **frame)


def _to_list(request: Request) -> Response:
    course_id = request.context.course.id
    return HTTPSeeOther(request.route_path("grouping.list", course_id=course_id))


def includeme(config: Configurator) -> None:
    """Register the pages."""
    base = "/courses/{course_id}/groupings"
    one = base + "/{grouping_id}/"
    form = TEMPLATES + "form.jinja2"
    config.add_page(
        "grouping.list", base, permission=EDIT, loads=load_course,
        get=view, renderer=TEMPLATES + "admin_table.jinja2",
    )  # fmt: skip
    config.add_page(
        "grouping.new", base + "/new", permission=EDIT, loads=load_course,
        get=new, post=create, renderer=form, rich=True,
    )  # fmt: skip
    config.add_page(
        "grouping.edit", one + "edit", permission=EDIT, loads=load_grouping,
        get=edit, post=save, renderer=form, rich=True,
    )  # fmt: skip
    config.add_page(
        "grouping.delete", one + "delete", permission=EDIT, loads=load_grouping,
        get=ask_delete, post=delete, renderer=TEMPLATES + "confirm.jinja2",
    )  # fmt: skip
