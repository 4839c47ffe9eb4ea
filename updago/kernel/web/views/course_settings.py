"""Making a course, its settings, deleting it and bringing it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.errors import Denied
from updago.kernel.files.drafts import adopt_files
from updago.kernel.files.operations import Shelf
from updago.kernel.i18n import _
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.contexts import CourseContext, load_course
from updago.kernel.spaces.models import Course
from updago.kernel.spaces.operations import (
    create_course,
    delete_course,
    edit_course,
    restore_course,
)
from updago.kernel.spaces.places import CategoryNode, category_place
from updago.kernel.spaces.queries import must_live
from updago.kernel.web.courses.areas import COURSE_TEXT
from updago.kernel.web.courses.conflicts import conflict_of
from updago.kernel.web.courses.course_form import (
    CREATE,
    GROUPS,
    CourseForm,
    NewCourseForm,
    course_fields,
    course_form,
    stored_course,
)
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.forms import checked, to_model
from updago.kernel.web.models.general import ConfirmView, FormView
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
EDIT: Final = "course:space:edit"
DELETE: Final = "course:space:delete"
NOT_THERE: Final = _("You may not create courses in that category.")


@dataclass(frozen=True, slots=True)
class CategoryContext:
    """A category and its place."""

    category: CategoryNode
    place: Place


@dataclass(frozen=True, slots=True)
class DeletedCourse:
    """A course that was deleted; whoever may delete courses in its category may restore it."""

    course_id: int
    place: Place


def load_category(request: Request) -> CategoryContext | None:
    """The category of the route's `category_id`."""
    tree = request.site.categories.read(request.db)
    node = tree.get(int(request.matchdict["category_id"]))
    return None if node is None else CategoryContext(node, category_place(node))


def load_deleted(request: Request) -> DeletedCourse | None:
    """The deleted course of the route's `course_id`."""
    row = request.db.get(Course, int(request.matchdict["course_id"]))
    if row is None or row.deleted_at is None:
        return None
    around = category_place(request.site.categories.read(request.db).get(row.category_id))
    return DeletedCourse(row.id, Place((*around.levels, ("course", row.id)), around.gates))


def new(request: Request) -> dict[str, Any]:
    """The form of a new course."""
    context: CategoryContext = request.context
    form = course_form(request, NewCourseForm, {"category_id": context.category.id})
    back = request.route_path("category.view", category_id=context.category.id)
    model = _drawn(request, form, _("Create the course"), back)
    return {"page": page_of(request, request.translate(_("New course"))), "model": FormView(model)}


def create(request: Request) -> Response:
    """Make the course; whoever makes it teaches in it."""
    course_form(request, NewCourseForm)
    form: Any = checked(request, NewCourseForm)
    _may_create_in(request, form.category_id.data)
    fields = course_fields(request, form)
    course = create_course(request.act, sections=form.sections.data, **fields)
    adopt_files(request.act, fields["summary"], Shelf(COURSE_TEXT, course.id))
    request.flash(_("The course is made. Now fill it."))
    return HTTPSeeOther(request.route_path("course.edit", course_id=course.id))


def edit(request: Request) -> dict[str, Any]:
    """The settings, with their values."""
    course, row = request.context.course, _row(request)
    stored = stored_course(row)
    form = course_form(request, CourseForm, stored, course)
    notices = conflict_of(request, form, row, stored)
    title = request.translate(_("Settings"))
    back = request.route_path("course.view", course_id=course.id)
    model = _drawn(request, form, _("Save"), back, version=row.version)
    actions: tuple[Action, ...] = ()
    if request.may(DELETE):
        href = request.route_path("course.delete", course_id=course.id)
        label = request.translate(_("Delete the course"))
        actions = (Action(label, href, "trash-2", kind="danger"),)
    page = course_page(
        request,
        course,
        title,
        with_head=True,
        heading=title,
        notices=notices,
        actions=actions,
    )
    return {"page": page, "model": FormView(model)}


def save(request: Request) -> Response:
    """Change the course. Raises Conflict when somebody else did meanwhile."""
    course = request.context.course
    course_form(request, CourseForm, None, course)
    form: Any = checked(request, CourseForm)
    if form.category_id.data != course.category_path[-1]:
        _may_create_in(request, form.category_id.data)
    fields = course_fields(request, form)
    edit_course(request.act, course_id=course.id, version=version_of(request), **fields)
    adopt_files(request.act, fields["summary"], Shelf(COURSE_TEXT, course.id))
    request.flash(_("Saved."))
    return HTTPSeeOther(request.route_path("course.view", course_id=course.id))


def ask_delete(request: Request) -> dict[str, Any]:
    """What goes with the course."""
    context: CourseContext = request.context
    course, words = context.course, request.translate
    plural = request.formats.plural
    count = len(course.by_id)
    here = {"course_id": course.id}
    model = ConfirmView(
        text=words(_("The course and all its content disappear for everybody.")),
        act=Action(
            words(_("Delete the course")),
            request.route_path("course.delete", **here),
            kind="danger",
            post=True,
        ),
        cancel=Action(words(_("Keep it")), request.route_path("course.settings", **here)),
        facts=(
            plural("{n} activity", "{n} activities", count),
            words(_("It can be brought back until it is purged.")),
        ),
    )
    title = request.say(_("Delete: ${name}"), {"name": course.full_name})
    return {"page": course_page(request, course, title), "model": model}


def delete(request: Request) -> Response:
    """Mark the course deleted; the next page offers to bring it back."""
    course = request.context.course
    delete_course(request.act, course_id=course.id)
    back = request.route_path("course.bring_back", course_id=course.id)
    undo = Action(request.translate(_("Undo")), back, "undo-2", post=True)
    request.flash(request.say(_("“${name}” is deleted."), {"name": course.full_name}), undo)
    return HTTPSeeOther(request.route_path("course.list"))


def restore(request: Request) -> Response:
    """Bring the course back as it was."""
    key = request.context.course_id
    restore_course(request.act, course_id=key)
    request.flash(_("Brought back."))
    return HTTPSeeOther(request.route_path("course.view", course_id=key))


def _drawn(request: Request, form: Any, submit: str, back: str, version: int | None = None) -> Any:
    return to_model(
        request,
        form,
        action=request.path,
        submit=submit,
        groups=GROUPS,
        version=version,
        cancel=Action(request.translate(_("Cancel")), back),
        guard=f"course-{request.path}",
    )


def _may_create_in(request: Request, category_id: int) -> None:
    node = request.site.categories.read(request.db).get(category_id)
    if node is None or not request.may(CREATE, category_place(node)):
        raise Denied(NOT_THERE)


def _row(request: Request) -> Course:
    return must_live(request.db, Course, request.context.course.id)


def includeme(config: Configurator) -> None:
    """Register the pages."""
    one = "/courses/{course_id}/"
    config.add_page(
        "course.new", "/categories/{category_id}/courses/new", permission=CREATE,
        loads=load_category, get=new, post=create, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "course.settings", one + "settings", permission=EDIT, loads=load_course,
        get=edit, post=save, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "course.delete", one + "delete", permission=DELETE, loads=load_course,
        get=ask_delete, post=delete, renderer=TEMPLATES + "confirm.jinja2",
    )  # fmt: skip
    config.add_page(
        "course.bring_back", one + "bring-back", permission=DELETE, loads=load_deleted, post=restore
    )
