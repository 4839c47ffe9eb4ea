"""The page on which a course is built, acts on several activities, and the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.db.paging import page_number
from updago.kernel.errors import Invalid, NotFound
from updago.kernel.i18n import _
from updago.kernel.spaces.contexts import CourseContext, load_course
from updago.kernel.spaces.models.courses import HIDDEN, SHOWN
from updago.kernel.spaces.operations import (
    delete_activity,
    restore_activity,
    restore_section,
    set_activity_visibility,
)
from updago.kernel.spaces.queries import deleted_items
from updago.kernel.web.courses.bin import bin_view, undo_of
from updago.kernel.web.courses.editing import edit_view
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.spreading import WHERE, edit_address, is_large, spread_of
from updago.kernel.web.courses.ticked import ticked
from updago.kernel.web.courses.visible import sections_of
from updago.kernel.web.layout import EditBar
from updago.kernel.web.parts import Action

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
EDIT: Final = "course:structure:edit"
NONE_CHOSEN: Final = _("Tick at least one activity first.")
GONE: Final = _("This no longer exists. Load the page again.")


def view(request: Request) -> dict[str, Any]:
    """The course with all its handles."""
    context: CourseContext = request.context
    course = context.course
    sections = sections_of(request, course)
    here = {"course_id": course.id}
    words = request.translate
    bar = EditBar(
        switch=Action(words(_("Edit mode")), request.route_path("course.view", **here)),
        on=True,
        actions=(Action(words(_("Bin")), request.route_path("course.bin", **here), "trash-2"),),
    )
    page = course_page(
        request,
        course,
        course.full_name,
        sections=sections,
        with_head=True,
        with_blocks=True,
        editing=True,
        edit=bar,
        current="course.view",
    )
    spread = spread_of(course, request.GET.get(WHERE, ""), page_number(request.GET.get("page")))
    return {"page": page, "model": edit_view(request, course, sections, spread)}


def bulk(request: Request) -> Response:
    """Show, hide or delete the ticked activities."""
    course = request.context.course
    keys = [key for key in ticked(request, "activity") if key in course.by_id]
    if not keys:
        raise Invalid(NONE_CHOSEN)
    act = request.matchdict["act"]
    undo = None
    if act == "delete":
        for key in keys:
            delete_activity(request.act, activity_id=key)
        undo = undo_of(request, course.id, activities=keys)
    elif act in {"show", "hide"}:
        visibility = SHOWN if act == "show" else HIDDEN
        for key in keys:
            set_activity_visibility(request.act, activity_id=key, visibility=visibility)
    else:
        raise NotFound(GONE)
    done = {"show": _("Shown."), "hide": _("Hidden."), "delete": _("Deleted.")}
    request.flash(done[act], undo)
    anchor = f"s{course.by_id[keys[0]].section_id}"
    return HTTPSeeOther(edit_address(request, course, anchor if is_large(course) else ""))


def show_bin(request: Request) -> dict[str, Any]:
    """What was deleted here."""
    context: CourseContext = request.context
    title = request.translate(_("Bin"))
    page = course_page(request, context.course, title, with_head=True, heading=title)
    return {"page": page, "model": bin_view(request, context.course)}


def restore(request: Request) -> Response:
    """Bring deleted sections and activities of this course back."""
    course_id = request.context.course.id
    known = {(item.kind, item.id) for item in deleted_items(request.db, course_id)}
    sections = [key for key in ticked(request, "section") if ("section", key) in known]
    activities = [key for key in ticked(request, "activity") if ("activity", key) in known]
    if not sections and not activities:
        raise NotFound(GONE)
    for key in sections:
        restore_section(request.act, section_id=key)
    for key in activities:
        restore_activity(request.act, activity_id=key)
    request.flash(_("Brought back."))
    anchor = f"a{activities[0]}" if activities else f"s{sections[0]}"
    return HTTPSeeOther(edit_address(request, request.context.course, anchor))


def includeme(config: Configurator) -> None:
    """Register the pages and acts."""
    base = "/courses/{course_id}/"
    config.add_page(
        "course.edit", base + "edit", permission=EDIT, loads=load_course,
        get=view, renderer=TEMPLATES + "course_edit.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "course.bulk", base + "bulk/{act}", permission=EDIT, loads=load_course, post=bulk
    )
    config.add_page(
        "course.bin", base + "bin", permission=EDIT, loads=load_course,
        get=show_bin, renderer=TEMPLATES + "admin_table.jinja2",
    )  # fmt: skip
    config.add_page(
        "course.restore", base + "restore", permission=EDIT, loads=load_course, post=restore
    )
