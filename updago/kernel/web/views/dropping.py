"""Files put straight into a section, dropped there or chosen on a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.errors import Invalid
from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.web.courses.dropping import (
    SEVERAL,
    DropForm,
    chosen_way,
    make,
    prepare,
    ways,
)
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.loading import SectionContext, load_section
from updago.kernel.web.courses.spreading import edit_address
from updago.kernel.web.forms import bind, checked, to_model
from updago.kernel.web.layout import Crumb
from updago.kernel.web.models.general import FormView
from updago.kernel.web.parts import Action

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

EDIT: Final = "course:structure:edit"


def ask(request: Request) -> dict[str, Any]:
    """The files, and what is to be made of them."""
    context: SectionContext = request.context
    form = bind(request, DropForm)
    prepare(request, form, ways(request.site.declared(ActivityType)))
    edit = edit_address(request, context.course, f"s{context.section.id}")
    model = to_model(
        request,
        form,
        action=request.path,
        submit=_("Add"),
        cancel=Action(request.translate(_("Cancel")), edit),
    )
    crumbs = (Crumb(request.translate(_("Edit mode")), edit),)
    title = request.translate(_("Add files"))
    page = course_page(request, context.course, title, crumbs=crumbs)
    return {"page": page, "model": FormView(model)}


def take(request: Request) -> Response:
    """Make activities of the files. Raises Invalid when it must be said what of them."""
    context: SectionContext = request.context
    known = ways(request.site.declared(ActivityType))
    form: Any = bind(request, DropForm)
    prepare(request, form, known)
    form = checked(request, DropForm)
    way = chosen_way(form, known)
    if way is None:
        raise Invalid(SEVERAL, field="kind")
    first = make(request.act, context.section, context.course.id, way, form.file.data)
    request.flash(_("Added."))
    return HTTPSeeOther(edit_address(request, context.course, f"a{first}"))


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "section.files", "/courses/{course_id}/sections/{section_id}/files", permission=EDIT,
        loads=load_section, get=ask, post=take,
        renderer="updago.kernel.web:templates/pages/form.jinja2",
    )  # fmt: skip
