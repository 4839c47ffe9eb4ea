"""Sections: add, change, move, show and hide, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from wtforms import BooleanField, RadioField, StringField

from updago.kernel.errors import Invalid
from updago.kernel.files.drafts import adopt_files
from updago.kernel.files.operations import Shelf
from updago.kernel.i18n import _
from updago.kernel.spaces.contexts import load_course
from updago.kernel.spaces.fields import SectionFields
from updago.kernel.spaces.models import Section
from updago.kernel.spaces.models.courses import HIDDEN, SHOWN
from updago.kernel.spaces.operations import (
    add_section,
    delete_section,
    edit_section,
    move_section,
    set_section_visibility,
)
from updago.kernel.spaces.queries import must_live
from updago.kernel.web.courses.areas import SECTION_TEXT
from updago.kernel.web.courses.bin import undo_of
from updago.kernel.web.courses.conflicts import conflict_of
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.loading import SectionContext, load_section
from updago.kernel.web.courses.moving import chosen_position, section_places
from updago.kernel.web.courses.pictures import PICTURE_GROUP, PictureForm, with_picture
from updago.kernel.web.courses.restrictions import Restrictions
from updago.kernel.web.courses.spreading import edit_address
from updago.kernel.web.courses.visible import sections_of
from updago.kernel.web.forms import (
    Fits,
    FormRefused,
    Group,
    RichTextField,
    bind,
    choices_of,
    to_model,
)
from updago.kernel.web.forms.combining import combined
from updago.kernel.web.models.general import FormView
from updago.kernel.web.parts import Action
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
EDIT: Final = "course:structure:edit"
VISIBILITIES: Final = ((SHOWN, _("Shown to students")), (HIDDEN, _("Hidden from students")))


class SectionForm(PictureForm):
    """The general section cannot be hidden: it has no choice of visibility."""

    name = StringField(
        _("Name"),
        [Fits(Section.name)],
        description=_("Without a name the section is called by its number or its week."),
    )
    summary = RichTextField(_("Text of the section"))
    is_highlighted = BooleanField(_("This is the current section"))
    visibility = RadioField(_("Visibility"), choices=choices_of(VISIBILITIES), default=SHOWN)


GROUPS: Final = (
    Group("", ("name", "summary")),
    PICTURE_GROUP,
    Group("", ("is_highlighted", "visibility")),
)


def add(request: Request) -> Response:
    """Add a section at the end."""
    course = request.context.course
    section = add_section(request.act, course_id=course.id)
    undo = Action(
        request.translate(_("Undo")),
        request.route_path("section.delete", course_id=course.id, section_id=section.id),
        post=True,
    )
    request.flash(_("A section was added."), undo)
    return _back(request, section.id)


def edit(request: Request) -> dict[str, Any]:
    """The form of a section, with its values."""
    context: SectionContext = request.context
    row = _row(request)
    stored = {
        "name": row.name,
        "summary": row.summary,
        "is_highlighted": row.is_highlighted,
        "visibility": row.visibility,
    }
    form, restrictions = _form(request, row, stored)
    notices = conflict_of(request, form, row, stored)
    model = to_model(
        request,
        form,
        action=request.path,
        submit=_("Save"),
        groups=(*GROUPS, restrictions.group),
        version=row.version,
        cancel=Action(request.translate(_("Cancel")), _address(request, row.id)),
        guard=f"section-{row.id}",
    )
    title = request.translate(_("Edit the section"))
    page = course_page(request, context.course, title, notices=notices)
    return {"page": page, "model": FormView(model)}


def save(request: Request) -> Response:
    """Change the section. Raises Conflict when somebody else did meanwhile."""
    context: SectionContext = request.context
    form, restrictions = _form(request, _row(request))
    if not form.validate():
        raise FormRefused(form, Invalid.status)
    summary = with_picture(request, form, form.summary.data)
    fields: SectionFields = {"is_highlighted": form.is_highlighted.data}
    if context.section.position:
        fields["visibility"] = form.visibility.data
        fields["availability"] = restrictions.chosen(form)
    edit_section(
        request.act,
        section_id=context.section.id,
        version=version_of(request),
        name=form.name.data or "",
        summary=summary,
        **fields,
    )
    shelf = Shelf(SECTION_TEXT, context.course.id, item_id=context.section.id)
    adopt_files(request.act, summary, shelf)
    request.flash(_("Saved."))
    return _back(request, context.section.id)


def ask_move(request: Request) -> dict[str, Any]:
    """The places it can go to."""
    context: SectionContext = request.context
    sections = sections_of(request, context.course)
    name = next(s.name for s in sections if s.node.id == context.section.id)
    title = request.say(_("Move: ${name}"), {"name": name})
    page = course_page(request, context.course, title, sections=sections)
    return {
        "page": page,
        "model": section_places(request, context.course, sections, context.section),
    }


def move(request: Request) -> Response:
    """Put it there, with all that is in it."""
    key = request.context.section.id
    move_section(request.act, section_id=key, position=chosen_position(request))
    request.flash(_("Moved."))
    return _back(request, key)


def set_visibility(request: Request) -> Response:
    """Show or hide it with all that is in it."""
    value, key = str(request.typed.get("visibility", "")), request.context.section.id
    set_section_visibility(request.act, section_id=key, visibility=value)
    request.flash(_("Hidden.") if value == HIDDEN else _("Shown."))
    return _back(request, key)


def delete(request: Request) -> Response:
    """Mark it deleted with all that is in it; the next page offers to bring it back."""
    context: SectionContext = request.context
    key = context.section.id
    delete_section(request.act, section_id=key)
    request.flash(_("The section is deleted."), undo_of(request, context.course.id, sections=[key]))
    return _back(request, 0)


def _form(
    request: Request, row: Section, stored: dict[str, Any] | None = None
) -> tuple[Any, Restrictions]:
    restrictions = Restrictions(request, row.course_id, row.availability)
    values = {**restrictions.initial(), **(stored or {})}
    # The general section is always open.
    parts = (SectionForm, restrictions.part) if row.position else (SectionForm,)
    form: Any = bind(request, combined(None, *parts), values)
    if row.position:
        restrictions.prepare(form)
    elif "visibility" in form:
        del form.visibility
    return form, restrictions


def _row(request: Request) -> Section:
    return must_live(request.db, Section, request.context.section.id)


def _address(request: Request, section_id: int) -> str:
    return edit_address(request, request.context.course, f"s{section_id}" if section_id else "")


def _back(request: Request, section_id: int) -> Response:
    return HTTPSeeOther(_address(request, section_id))


def includeme(config: Configurator) -> None:
    """Register the pages and acts."""
    base = "/courses/{course_id}/sections"
    one = base + "/{section_id}/"
    config.add_page("section.add", base, permission=EDIT, loads=load_course, post=add)
    config.add_page(
        "section.edit", one + "edit", permission=EDIT, loads=load_section,
        get=edit, post=save, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "section.move", one + "move", permission=EDIT, loads=load_section,
        get=ask_move, post=move, renderer=TEMPLATES + "move.jinja2",
    )  # fmt: skip
    config.add_page(
        "section.visibility", one + "visibility", permission=EDIT, loads=load_section,
        post=set_visibility,
    )  # fmt: skip
    config.add_page(
        "section.delete", one + "delete", permission=EDIT, loads=load_section, post=delete
    )
