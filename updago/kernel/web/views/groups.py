"""The groups of a course: make, change, fill, delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from wtforms import BooleanField, Form, SelectField, StringField
from wtforms.validators import Length

from updago.kernel.db.paging import page_number
from updago.kernel.errors import Invalid
from updago.kernel.i18n import _
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.contexts import CourseContext, load_course
from updago.kernel.spaces.models import Group
from updago.kernel.spaces.operations import (
    add_group_member,
    create_group,
    delete_group,
    edit_group,
    remove_group_member,
)
from updago.kernel.spaces.operations.groups import KEY_LIMIT
from updago.kernel.spaces.queries import ParticipantFilter, groups_of, live, participants
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.conflicts import conflict_of
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.ticked import ticked
from updago.kernel.web.courses.tiles import pager_of
from updago.kernel.web.forms import Fits, Required, bind, checked, choices_of, to_model
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
VISIBILITIES: Final = (
    ("all", _("Everybody in the course sees the group and its members")),
    ("members", _("Only members see each other")),
    ("own", _("Members see only that they are in it")),
    ("none", _("Only teachers see it")),
)


@dataclass(frozen=True, slots=True)
class GroupContext:
    """A group of a course."""

    course: CourseStructure
    group: Group
    place: Place


class GroupForm(Form):
    """What a group says of itself."""

    name = StringField(_("Name"), [Required(), Fits(Group.name)])
    visibility = SelectField(_("Who sees it"), choices=choices_of(VISIBILITIES), default="all")
    participates = BooleanField(_("Can be chosen for group work"), default=True)
    enrolment_key = StringField(
        _("Enrolment key"),
        [Length(max=KEY_LIMIT)],
        description=_("Whoever enrols with this key is put into the group."),
    )


def load_group(request: Request) -> GroupContext | None:
    """The group of the route's `group_id` in the course of its `course_id`."""
    context = load_course(request)
    row = live(request.db, Group, int(request.matchdict["group_id"]))
    if context is None or row is None or row.course_id != context.course.id:
        return None
    return GroupContext(context.course, row, context.place)


def view(request: Request) -> dict[str, Any]:
    """The groups of the course."""
    context: CourseContext = request.context
    words, title = request.translate, request.translate(_("Groups"))
    rows = []
    for group in groups_of(request.db, request.oracle, context.course):
        at = {"course_id": context.course.id, "group_id": group.id}
        href = request.route_path("group.view", **at)
        menu = (
            Action(words(_("Edit")), request.route_path("group.edit", **at), "pencil"),
            Action(words(_("Delete")), request.route_path("group.delete", **at), "trash-2"),
        )
        members = Cell(request.formats.number(group.members), number=True)
        rows.append(TableRow((Cell(group.name, href), members), group.name, menu))
    text = words(_("Groups share the people of a course among themselves."))
    model = TableView(
        caption=title,
        heads=(words(_("Name")), words(_("Members"))),
        rows=tuple(rows),
        empty=None if rows else Empty(words(_("No group yet")), text, "users"),
    )
    here = {"course_id": context.course.id}
    new_one = Action(
        words(_("New group")), request.route_path("group.new", **here), "plus", kind="primary"
    )
    sets = Action(words(_("Groupings")), request.route_path("grouping.list", **here), "users")
    page = course_page(
        request,
        context.course,
        title,
        with_head=True,
        heading=title,
        actions=(new_one, sets),
    )
    return {"page": page, "model": model}


def members(request: Request) -> dict[str, Any]:
    """The members of one group."""
    context: GroupContext = request.context
    words, group = request.translate, context.group
    at = {"course_id": context.course.id, "group_id": group.id}
    page_no = page_number(request.GET.get("page"))
    wanted = ParticipantFilter(group_id=group.id)
    found = participants(request.db, request.oracle, context.course, wanted, page=page_no)
    href = request.route_path("group.remove", **at)
    rows = tuple(
        TableRow(
            (Cell(person.full_name),),
            person.full_name,
            (
                Action(
                    words(_("Take out")),
                    href,
                    "log-out",
                    post=True,
                    fields=(("person", str(person.person_id)),),
                ),
            ),
        )
        for person in found
    )
    text = words(_("Tick people in the list of participants, then choose this group."))
    model = TableView(
        caption=group.name,
        heads=(words(_("Name")),),
        rows=rows,
        pager=pager_of(request, found, {}),
        empty=None if rows else Empty(words(_("Nobody is in this group yet")), text, "users"),
    )
    people = request.route_path("participants.view", course_id=context.course.id)
    actions = (
        Action(words(_("Add people")), people, "plus"),
        Action(words(_("Edit")), request.route_path("group.edit", **at), "pencil"),
    )
    return {"page": _page(request, group.name, actions=actions), "model": model}


def new(request: Request) -> dict[str, Any]:
    """The form of a new group."""
    return _drawn(request, bind(request, GroupForm), request.translate(_("New group")))


def create(request: Request) -> Response:
    """Make the group."""
    data = checked(request, GroupForm).data
    group = create_group(request.act, course_id=request.context.course.id, **data)
    request.flash(_("The group was made."))
    return _to_group(request, group.id)


def edit(request: Request) -> dict[str, Any]:
    """The form of a group, with its values."""
    row: Group = request.context.group
    stored = {name: getattr(row, name) for name in GroupForm().data}
    form = bind(request, GroupForm, stored)
    notices = conflict_of(request, form, row, stored)
    title = request.say(_("Edit: ${name}"), {"name": row.name})
    return _drawn(request, form, title, version=row.version, notices=notices)


def save(request: Request) -> Response:
    """Change the group. Raises Conflict when somebody else did meanwhile."""
    data = checked(request, GroupForm).data
    key = request.context.group.id
    edit_group(request.act, group_id=key, version=version_of(request), **data)
    request.flash(_("Saved."))
    return _to_group(request, key)


def fill(request: Request) -> Response:
    """Put the ticked people of the course into the group."""
    context: GroupContext = request.context
    keys = ticked(request, "person")
    if not keys:
        raise Invalid(_("Tick at least one person first."))
    for person_id in keys:
        add_group_member(request.act, group_id=context.group.id, person_id=person_id)
    count = request.formats.plural("{n} person", "{n} people", len(keys))
    values = {"people": count, "group": context.group.name}
    request.flash(request.say(_("${people} in “${group}”."), values))
    return HTTPSeeOther(request.route_path("participants.view", course_id=context.course.id))


def remove(request: Request) -> Response:
    """Take people out of the group."""
    key = request.context.group.id
    for person_id in ticked(request, "person"):
        remove_group_member(request.act, group_id=key, person_id=person_id)
    request.flash(_("Taken out."))
    return _to_group(request, key)


def ask_delete(request: Request) -> dict[str, Any]:
    """What goes with the group."""
    context: GroupContext = request.context
    words = request.translate
    back = request.route_path("group.list", course_id=context.course.id)
    model = ConfirmView(
        text=words(_("Its members stay in the course. Work handed in as a group is kept.")),
        act=Action(words(_("Delete")), request.path, kind="danger", post=True),
        cancel=Action(words(_("Keep it")), back),
    )
    title = request.say(_("Delete: ${name}"), {"name": context.group.name})
    return {"page": _page(request, title), "model": model}


def delete(request: Request) -> Response:
    """Mark the group deleted."""
    group: Group = request.context.group
    text = request.say(_("“${name}” is deleted."), {"name": group.name})
    delete_group(request.act, group_id=group.id)
    request.flash(text)
    course_id = request.context.course.id
    return HTTPSeeOther(request.route_path("group.list", course_id=course_id))


def _drawn(
    request: Request, form: Form, title: str, *, version: int | None = None, **frame: Any
) -> dict[str, Any]:
    back = request.route_path("group.list", course_id=request.context.course.id)
    model = to_model(
        request,
        form,
        action=request.path,
        submit=_("Save"),
        version=version,
        cancel=Action(request.translate(_("Cancel")), back),
    )
    return {"page": _page(request, title, **frame), "model": FormView(model)}


def _page(request: Request, title: str, **frame: Any) -> Any:
    course = request.context.course
    back = request.route_path("group.list", course_id=course.id)
    crumbs = (Crumb(request.translate(_("Groups")), back),)
    return course_page(request, course, title, crumbs=crumbs, **frame)


def _to_group(request: Request, key: int) -> Response:
    at = {"course_id": request.context.course.id, "group_id": key}
    return HTTPSeeOther(request.route_path("group.view", **at))


def includeme(config: Configurator) -> None:
    """Register the pages."""
    base = "/courses/{course_id}/groups"
    one = base + "/{group_id}"
    table, form = TEMPLATES + "admin_table.jinja2", TEMPLATES + "form.jinja2"
    config.add_page(
        "group.list", base, permission=EDIT, loads=load_course, get=view, renderer=table
    )
    config.add_page(
        "group.new", base + "/new", permission=EDIT, loads=load_course,
        get=new, post=create, renderer=form,
    )  # fmt: skip
    config.add_page(
        "group.view", one, permission=EDIT, loads=load_group, get=members, renderer=table
    )
    config.add_page(
        "group.edit", one + "/edit", permission=EDIT, loads=load_group,
        get=edit, post=save, renderer=form,
    )  # fmt: skip
    config.add_page("group.fill", one + "/fill", permission=EDIT, loads=load_group, post=fill)
    config.add_page("group.remove", one + "/remove", permission=EDIT, loads=load_group, post=remove)
    config.add_page(
        "group.delete", one + "/delete", permission=EDIT, loads=load_group,
        get=ask_delete, post=delete, renderer=TEMPLATES + "confirm.jinja2",
    )  # fmt: skip
