"""The people of a course: the list, and acts on enrolments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from wtforms import Form, SelectField

from updago.kernel.accounts.models import Person
from updago.kernel.db.paging import page_number
from updago.kernel.errors import Denied
from updago.kernel.i18n import _
from updago.kernel.permissions.grants import may_assign
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.contexts import CourseContext, load_course
from updago.kernel.spaces.models import Enrolment
from updago.kernel.spaces.operations import enrol, suspend, unenrol
from updago.kernel.spaces.queries import CourseGroup, enrolments_of, groups_of, live, participants
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.people import People, picks_of, query_of, wanted_of
from updago.kernel.web.courses.roles import enrollable_roles, role_name
from updago.kernel.web.courses.ticked import ticked
from updago.kernel.web.courses.tiles import pager_of
from updago.kernel.web.forms import InstantField, bind, checked, choices_of, to_model
from updago.kernel.web.layout import Crumb
from updago.kernel.web.models.general import ConfirmView, FormView
from updago.kernel.web.models.people import ParticipantsView
from updago.kernel.web.parts import Action, Empty, Search
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
LIST: Final = "course:people:list"
ENROL: Final = "enrolment:person:edit"
GROUPS: Final = "course:group:edit"
MOST_BUTTONS: Final = 8
TOO_HIGH: Final = _("You may not change people who have this role.")


@dataclass(frozen=True, slots=True)
class EnrolmentContext:
    """An enrolment in a course, and whose it is."""

    course: CourseStructure
    enrolment: Enrolment
    person: Person
    place: Place


class EnrolmentForm(Form):
    """What can be changed about an enrolment."""

    role = SelectField(_("Role"), choices=[])
    starts_at = InstantField(_("From"))
    ends_at = InstantField(_("Until"))


def load_enrolment(request: Request) -> EnrolmentContext | None:
    """The enrolment of the route's `enrolment_id` in the course of its `course_id`."""
    context = load_course(request)
    row = live(request.db, Enrolment, int(request.matchdict["enrolment_id"]))
    if context is None or row is None or row.course_id != context.course.id:
        return None
    person = live(request.db, Person, row.person_id)
    return None if person is None else EnrolmentContext(context.course, row, person, context.place)


def view(request: Request) -> dict[str, Any]:
    """One page of the people that the reader may see."""
    context: CourseContext = request.context
    course, words = context.course, request.translate
    wanted = wanted_of(request)
    page_no = page_number(request.GET.get("page"))
    found = participants(request.db, request.oracle, course, wanted, page=page_no)
    groups = groups_of(request.db, request.oracle, course)
    makes, query = People(request, course.id), query_of(wanted)
    title = words(_("Participants"))
    empty = Empty(words(_("Nobody found")), words(_("Try another part of the name.")), "users")
    model = ParticipantsView(
        people=tuple(makes.row(person) for person in found),
        picks=picks_of(request, wanted, groups),
        search=Search(
            request.route_path("participants.view", course_id=course.id),
            wanted.keyword,
            label=words(_("Search people")),
        ),
        show_email=makes.shows_contacts,
        bulk=_bulk(request, groups) if makes.may_enrol else (),
        pager=pager_of(request, found, query),
        empty=None if found.rows else empty,
    )
    lede = request.formats.plural("{n} person", "{n} people", found.total)
    page = course_page(
        request,
        course,
        title,
        with_head=True,
        heading=title,
        lede=lede,
        actions=_actions(request, course.id),
    )
    return {"page": page, "model": model}


def edit(request: Request) -> dict[str, Any]:
    """The role and dates of one enrolment."""
    context: EnrolmentContext = request.context
    row = context.enrolment
    stored = {"role": row.role, "starts_at": row.starts_at, "ends_at": row.ends_at}
    form = _form(request, stored)
    back = _list_address(request)
    model = to_model(
        request,
        form,
        action=request.path,
        submit=_("Save"),
        version=row.version,
        cancel=Action(request.translate(_("Cancel")), back),
    )
    crumbs = (Crumb(request.translate(_("Participants")), back),)
    page = course_page(request, context.course, context.person.full_name, crumbs=crumbs)
    return {"page": page, "model": FormView(model)}


def save(request: Request) -> Response:
    """Change dates; another role is another enrolment in the place of this one."""
    context: EnrolmentContext = request.context
    _may_change(request)
    _form(request)
    form: Any = checked(request, EnrolmentForm)
    row = context.enrolment
    suspend(
        request.act,
        enrolment_id=row.id,
        suspended=row.state == "suspended",
        version=version_of(request),
    )
    enrol(
        request.act,
        instance_id=row.instance_id,
        person_id=row.person_id,
        role=form.role.data,
        starts_at=form.starts_at.data,
        ends_at=form.ends_at.data,
        state=row.state,
    )
    if form.role.data != row.role:
        unenrol(request.act, enrolment_id=row.id)
    request.flash(_("Saved."))
    return _back(request)


def set_state(request: Request) -> Response:
    """Suspend, or make active again."""
    _may_change(request)
    is_off = bool(request.typed.get("suspended"))
    suspend(request.act, enrolment_id=request.context.enrolment.id, suspended=is_off)
    request.flash(_("Suspended.") if is_off else _("Active again."))
    return _back(request)


def suspend_several(request: Request) -> Response:
    """Suspend the ticked people, those left out whose role the person may not give."""
    context: CourseContext = request.context
    for person_id in ticked(request, "person"):
        for row, _method in enrolments_of(request.db, context.course.id, person_id):
            if may_assign(request.oracle, row.role, context.place):
                suspend(request.act, enrolment_id=row.id)
    request.flash(_("Suspended."))
    return _back(request)


def ask_unenrol(request: Request) -> dict[str, Any]:
    """What goes with the enrolment."""
    context: EnrolmentContext = request.context
    words = request.translate
    role = role_name(request, context.enrolment.role)
    model = ConfirmView(
        text=words(_("The person leaves the course and its groups. Their work is kept.")),
        act=Action(words(_("Unenrol")), request.path, kind="danger", post=True),
        cancel=Action(words(_("Cancel")), _list_address(request)),
        facts=(role,),
    )
    title = request.say(_("Unenrol: ${name}"), {"name": context.person.full_name})
    return {"page": course_page(request, context.course, title), "model": model}


def end(request: Request) -> Response:
    """End the enrolment."""
    _may_change(request)
    unenrol(request.act, enrolment_id=request.context.enrolment.id)
    name = request.context.person.full_name
    request.flash(request.say(_("${name} is no longer in the course."), {"name": name}))
    return _back(request)


def _may_change(request: Request) -> None:
    """Raises Denied for somebody whose role the person may not give."""
    context: EnrolmentContext = request.context
    if not may_assign(request.oracle, context.enrolment.role, context.place):
        raise Denied(TOO_HIGH)


def _form(request: Request, stored: dict[str, Any] | None = None) -> Any:
    form: Any = bind(request, EnrolmentForm, stored)
    roles = enrollable_roles(request)
    current = request.context.enrolment.role
    if current not in dict(roles):
        roles.append((current, role_name(request, current)))
    form.role.choices = choices_of(roles)
    return form


def _bulk(request: Request, groups: tuple[CourseGroup, ...]) -> tuple[Action, ...]:
    here = {"course_id": request.context.course.id}
    acts = [
        Action(
            request.say(_("Put into “${group}”"), {"group": group.name}),
            request.route_path("group.fill", group_id=group.id, **here),
            post=True,
        )
        for group in groups[:MOST_BUTTONS]
        if request.may(GROUPS)
    ]
    href = request.route_path("participants.suspend", **here)
    acts.append(Action(request.translate(_("Suspend")), href, post=True))
    return tuple(acts)


def _actions(request: Request, course_id: int) -> tuple[Action, ...]:
    if not request.may("enrolment:method:edit"):
        return ()
    href = request.route_path("method.list", course_id=course_id)
    return (Action(request.translate(_("Enrol people")), href, "plus", kind="primary"),)


def _list_address(request: Request) -> str:
    return str(request.route_path("participants.view", course_id=request.context.course.id))


def _back(request: Request) -> Response:
    return HTTPSeeOther(_list_address(request))


def includeme(config: Configurator) -> None:
    """Register the pages."""
    base = "/courses/{course_id}/people"
    one = base + "/{enrolment_id}/"
    config.add_page(
        "participants.view", base, permission=LIST, loads=load_course,
        get=view, renderer=TEMPLATES + "participants.jinja2",
    )  # fmt: skip
    config.add_page(
        "participants.suspend", base + "/suspend", permission=ENROL, loads=load_course,
        post=suspend_several,
    )  # fmt: skip
    config.add_page(
        "enrolment.edit", one + "edit", permission=ENROL, loads=load_enrolment,
        get=edit, post=save, renderer=TEMPLATES + "form.jinja2",
    )  # fmt: skip
    config.add_page(
        "enrolment.suspend", one + "suspend", permission=ENROL, loads=load_enrolment, post=set_state
    )
    config.add_page(
        "enrolment.unenrol", one + "unenrol", permission=ENROL, loads=load_enrolment,
        get=ask_unenrol, post=end, renderer=TEMPLATES + "confirm.jinja2",
    )  # fmt: skip
