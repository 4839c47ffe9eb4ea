"""How people come into a course: the instances of enrolment methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from wtforms import Form, SelectField, StringField

from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import STUDENT
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.contexts import CourseContext, load_course
from updago.kernel.spaces.declarations import EnrolmentMethod
from updago.kernel.spaces.models import EnrolmentInstance
from updago.kernel.spaces.operations import add_instance, edit_instance, remove_instance
from updago.kernel.spaces.queries import instances_of, live, must_live
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.conflicts import conflict_of
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.roles import enrollable_roles, role_name
from updago.kernel.web.forms import Fits, Group, bind, checked, choices_of, to_model
from updago.kernel.web.forms.combining import combined, json_options, own_names
from updago.kernel.web.layout import Crumb
from updago.kernel.web.models.admin import Cell, TableRow, TableView
from updago.kernel.web.models.general import FormView
from updago.kernel.web.parts import Action, Badge, Empty
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
EDIT: Final = "enrolment:method:edit"


@dataclass(frozen=True, slots=True)
class MethodContext:
    """A method that is to be added, or changed where there is an instance."""

    course: CourseStructure
    method: EnrolmentMethod
    place: Place
    instance: EnrolmentInstance | None = None


class InstanceForm(Form):
    """What every instance has."""

    name = StringField(
        _("Name"),
        [Fits(EnrolmentInstance.name)],
        description=_("Without one it is called by its method."),
    )
    role = SelectField(_("Role that people get"), choices=[], default=STUDENT)


def load_method(request: Request) -> MethodContext | None:
    """The method of the route's `method` for the course of its `course_id`."""
    context = load_course(request)
    method = request.site.declared(EnrolmentMethod).find(request.matchdict["method"])
    if context is None or method is None:
        return None
    return MethodContext(context.course, method, context.place)


def load_instance(request: Request) -> MethodContext | None:
    """The instance of the route's `instance_id` in the course of its `course_id`."""
    context = load_course(request)
    row = live(request.db, EnrolmentInstance, int(request.matchdict["instance_id"]))
    if context is None or row is None or row.course_id != context.course.id:
        return None
    method = request.site.declared(EnrolmentMethod).find(row.method)
    return None if method is None else MethodContext(context.course, method, context.place, row)


def view(request: Request) -> dict[str, Any]:
    """The instances of the course, and the methods that can be added."""
    context: CourseContext = request.context
    words, title = request.translate, request.translate(_("Ways into the course"))
    found = instances_of(request.db, context.course.id)
    rows = tuple(_row(request, row, count) for row, count in found)
    empty = Empty(title, words(_("Nobody can come into this course yet. Add a way.")), "users")
    model = TableView(
        caption=title,
        heads=(words(_("Name")), words(_("Role")), words(_("People")), words(_("State"))),
        rows=rows,
        empty=None if rows else empty,
    )
    methods = request.site.declared(EnrolmentMethod).enabled().values()
    here = {"course_id": context.course.id}
    actions = tuple(
        Action(
            request.say(_("Add: ${kind}"), {"kind": words(method.title)}),
            request.route_path("method.new", method=method.name, **here),
            "plus",
        )
        for method in methods
    )
    page = course_page(
        request,
        context.course,
        title,
        with_head=True,
        heading=title,
        actions=actions,
        current="participants.view",
    )
    return {"page": page, "model": model}


def new(request: Request) -> dict[str, Any]:
    """The form of a new instance."""
    context: MethodContext = request.context
    title = request.say(_("Add: ${kind}"), {"kind": request.translate(context.method.title)})
    return _drawn(request, _form(request), title)


def create(request: Request) -> Response:
    """Add the instance."""
    context: MethodContext = request.context
    form = _checked(request)
    add_instance(
        request.act,
        course_id=context.course.id,
        method=context.method.name,
        name=form.name.data or "",
        role=form.role.data,
        options=json_options(form.data, _own(context.method)),
    )
    request.flash(_("Added."))
    return _back(request)


def edit(request: Request) -> dict[str, Any]:
    """The form of an instance, with its values."""
    context: MethodContext = request.context
    row = _instance(request)
    stored = {**row.options, "name": row.name, "role": row.role}
    form = _form(request, stored)
    notices = conflict_of(request, form, row, stored)
    name = row.name or request.translate(context.method.title)
    title = request.say(_("Edit: ${name}"), {"name": name})
    return _drawn(request, form, title, version=row.version, notices=notices)


def save(request: Request) -> Response:
    """Change the instance. Raises Conflict when somebody else did meanwhile."""
    context: MethodContext = request.context
    form = _checked(request)
    edit_instance(
        request.act,
        instance_id=_instance(request).id,
        version=version_of(request),
        name=form.name.data or "",
        role=form.role.data,
        options=json_options(form.data, _own(context.method)),
    )
    request.flash(_("Saved."))
    return _back(request)


def switch(request: Request) -> Response:
    """Turn it on or off."""
    is_on = bool(request.typed.get("enabled"))
    edit_instance(request.act, instance_id=_instance(request).id, enabled=is_on)
    request.flash(_("Turned on.") if is_on else _("Turned off."))
    return _back(request)


def remove(request: Request) -> Response:
    """Remove it; only one that nobody is enrolled by can go."""
    remove_instance(request.act, instance_id=_instance(request).id)
    request.flash(_("Removed."))
    return _back(request)


def _row(request: Request, row: EnrolmentInstance, count: int) -> TableRow:
    words = request.translate
    method = request.site.declared(EnrolmentMethod).find(row.method)
    name = row.name or words(method.title if method else row.method)
    state = (
        Badge(words(_("On")), "done", "check") if row.enabled else Badge(words(_("Off")), "line")
    )
    at = {"course_id": row.course_id, "instance_id": row.id}
    menu: list[Action] = []
    href = request.route_path("method.edit", **at) if method else ""
    if method:
        menu.append(Action(words(_("Edit")), href, "pencil"))
        if method.manage_route:
            manage = request.route_path(method.manage_route, **at)
            menu.append(Action(words(_("Enrol people")), manage, "users"))
        on, label = ("", _("Turn off")) if row.enabled else ("1", _("Turn on"))
        turn = request.route_path("method.switch", **at)
        menu.append(Action(words(label), turn, "eye", post=True, fields=(("enabled", on),)))
        away = request.route_path("method.remove", **at)
        menu.append(Action(words(_("Remove")), away, "trash-2", post=True))
    cells = (
        Cell(name, href),
        Cell(role_name(request, row.role)),
        Cell(request.formats.number(count), number=True),
        Cell(badge=state),
    )
    return TableRow(cells, name, tuple(menu))


def _own(method: EnrolmentMethod) -> tuple[str, ...]:
    return own_names(method.form, InstanceForm)


def _form(request: Request, stored: dict[str, Any] | None = None) -> Any:
    form: Any = bind(request, combined(request.context.method.form, InstanceForm), stored)
    form.role.choices = choices_of(_roles(request))
    return form


def _roles(request: Request) -> list[tuple[str, str]]:
    """The roles that the person may give, and the one that the instance gives already."""
    roles = enrollable_roles(request)
    row = request.context.instance
    if row is not None and row.role not in dict(roles):
        roles.append((row.role, role_name(request, row.role)))
    return roles


def _checked(request: Request) -> Any:
    _form(request)
    return checked(request, combined(request.context.method.form, InstanceForm))


def _instance(request: Request) -> EnrolmentInstance:
    return must_live(request.db, EnrolmentInstance, int(request.matchdict["instance_id"]))


def _drawn(
    request: Request, form: Any, title: str, *, version: int | None = None, **frame: Any
) -> dict[str, Any]:
    course = request.context.course
    back = request.route_path("method.list", course_id=course.id)
    model = to_model(
        request,
        form,
        action=request.path,
        submit=_("Save"),
        groups=(Group("", ("name", "role")),),
        version=version,
        cancel=Action(request.translate(_("Cancel")), back),
    )
    crumbs = (Crumb(request.translate(_("Ways into the course")), back),)
    return {
        "page": course_page(request, course, title, crumbs=crumbs, **frame),
        "model": FormView(model),
    }


def _back(request: Request) -> Response:
    return HTTPSeeOther(request.route_path("method.list", course_id=request.context.course.id))


def includeme(config: Configurator) -> None:
    """Register the pages."""
    base = "/courses/{course_id}/ways"
    one = base + "/{instance_id}/"
    config.add_page(
        "method.list", base, permission=EDIT, loads=load_course,
        get=view, renderer=TEMPLATES + "admin_table.jinja2",
    )  # fmt: skip
    config.add_page(
        "method.new", base + "/add/{method}", permission=EDIT, loads=load_method,
        get=new, post=create, renderer=TEMPLATES + "form.jinja2",
    )  # fmt: skip
    config.add_page(
        "method.edit", one + "edit", permission=EDIT, loads=load_instance,
        get=edit, post=save, renderer=TEMPLATES + "form.jinja2",
    )  # fmt: skip
    for name, act in (("switch", switch), ("remove", remove)):
        config.add_page(
            f"method.{name}", one + name, permission=EDIT, loads=load_instance, post=act
        )
