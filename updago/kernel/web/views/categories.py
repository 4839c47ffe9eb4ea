"""Arranging categories: add, change, move, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from wtforms import BooleanField, StringField

from updago.kernel.errors import Denied, Invalid
from updago.kernel.files.drafts import adopt_files
from updago.kernel.files.operations import Shelf
from updago.kernel.i18n import _
from updago.kernel.spaces.models import Category
from updago.kernel.spaces.operations import (
    create_category,
    delete_category,
    edit_category,
    move_category,
)
from updago.kernel.spaces.places import category_place
from updago.kernel.spaces.queries import must_live
from updago.kernel.web.courses.areas import CATEGORY_TEXT
from updago.kernel.web.courses.conflicts import conflict_of
from updago.kernel.web.courses.pictures import PICTURE_GROUP, PictureForm, with_picture
from updago.kernel.web.forms import Fits, Group, Required, RichTextField, bind, checked, to_model
from updago.kernel.web.models.editing import MoveView, PlaceGroup
from updago.kernel.web.models.editing import Place as Choice
from updago.kernel.web.models.general import FormView
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action
from updago.kernel.web.typed import version_of
from updago.kernel.web.views.course_settings import CategoryContext, load_category
from updago.kernel.web.words import sentence_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

    from updago.kernel.spaces.places import CategoryNode

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
EDIT: Final = "category:tree:edit"
ROOT: Final = "0"
NO_PLACE: Final = _("Choose a place from the list.")


class CategoryForm(PictureForm):
    """What a category says of itself."""

    name = StringField(_("Name"), [Required(), Fits(Category.name)])
    description = RichTextField(_("Description"))
    code = StringField(_("Code"), [Fits(Category.code)])
    is_hidden = BooleanField(_("Hidden, with all courses below"))


GROUPS: Final = (
    Group("", ("name", "description")),
    PICTURE_GROUP,
    Group("", ("code", "is_hidden")),
)


def new(request: Request) -> dict[str, Any]:
    """The empty form."""
    form = bind(request, CategoryForm)
    return _drawn(request, form, _("New category"), _address(request, _above(request)))


def create(request: Request) -> Response:
    """Add the category."""
    form: Any = checked(request, CategoryForm)
    description = with_picture(request, form, form.description.data)
    category = create_category(
        request.act,
        name=form.name.data,
        parent_id=_above(request),
        code=form.code.data or "",
        description=description,
        is_hidden=form.is_hidden.data,
    )
    adopt_files(request.act, description, Shelf(CATEGORY_TEXT, item_id=category.id))
    request.flash(_("The category was added."))
    return _to(request, category.id)


def edit(request: Request) -> dict[str, Any]:
    """The form with its values."""
    row = must_live(request.db, Category, request.context.category.id)
    names = ("name", "description", "code", "is_hidden")
    stored = {name: getattr(row, name) for name in names}
    form = bind(request, CategoryForm, stored)
    notices = conflict_of(request, form, row, stored)
    back = request.route_path("category.view", category_id=row.id)
    return _drawn(request, form, _("Edit the category"), back, version=row.version, notices=notices)


def save(request: Request) -> Response:
    """Change the category. Raises Conflict when somebody else did meanwhile."""
    form: Any = checked(request, CategoryForm)
    key = request.context.category.id
    description = with_picture(request, form, form.description.data)
    edit_category(
        request.act,
        category_id=key,
        version=version_of(request) or 0,
        name=form.name.data,
        code=form.code.data or "",
        description=description,
        is_hidden=form.is_hidden.data,
    )
    adopt_files(request.act, description, Shelf(CATEGORY_TEXT, item_id=key))
    request.flash(_("Saved."))
    return _to(request, key)


def ask_move(request: Request) -> dict[str, Any]:
    """The categories it can stand below."""
    node: CategoryNode = request.context.category
    tree = request.site.categories.read(request.db)
    places = [Choice(ROOT, request.translate(_("At the top")), current=node.parent_id is None)]
    in_order = sorted(tree.nodes.values(), key=lambda n: [tree.nodes[k].position for k in n.path])
    for other in in_order:
        if node.id not in other.path and request.may(EDIT, category_place(other)):
            label = request.say(_("Below “${name}”"), {"name": other.name})
            places.append(Choice(str(other.id), label, current=node.parent_id == other.id))
    back = request.route_path("category.view", category_id=node.id)
    model = MoveView(
        action=request.path,
        groups=(PlaceGroup("", tuple(places)),),
        submit=request.translate(_("Move here")),
        cancel=Action(request.translate(_("Cancel")), back),
        error=sentence_of(request, request.refusal) if request.refusal else "",
    )
    title = request.say(_("Move: ${name}"), {"name": node.name})
    return {"page": page_of(request, title), "model": model}


def move(request: Request) -> Response:
    """Put it below another, with all that is below it."""
    key = request.context.category.id
    parent = _parent(request, str(request.typed.get("place", "")))
    if not request.may(EDIT, category_place(parent)):
        raise Denied(_("You may not arrange the categories there."))
    parent_id = None if parent is None else parent.id
    move_category(request.act, category_id=key, parent_id=parent_id)
    request.flash(_("Moved."))
    return _to(request, key)


def delete(request: Request) -> Response:
    """Delete an empty category."""
    node: CategoryNode = request.context.category
    delete_category(request.act, category_id=node.id)
    request.flash(request.say(_("“${name}” is deleted."), {"name": node.name}))
    return _to(request, node.parent_id)


def _parent(request: Request, text: str) -> CategoryNode | None:
    """The chosen category; None is the root. Raises Invalid."""
    if text == ROOT:
        return None
    tree = request.site.categories.read(request.db)
    node: CategoryNode | None = tree.get(int(text)) if text.isdecimal() else None
    if node is None:
        raise Invalid(NO_PLACE, field="place")
    return node


def _drawn(
    request: Request, form: Any, title: str, back: str, *, version: int | None = None, **frame: Any
) -> dict[str, Any]:
    model = to_model(
        request,
        form,
        action=request.path,
        submit=_("Save"),
        groups=GROUPS,
        version=version,
        cancel=Action(request.translate(_("Cancel")), back),
    )
    page = page_of(request, request.translate(title), current="course.list", **frame)
    return {"page": page, "model": FormView(model)}


def _above(request: Request) -> int | None:
    """The category that a new one comes below; the root has none."""
    context = request.context
    return context.category.id if isinstance(context, CategoryContext) else None


def _address(request: Request, category_id: int | None) -> str:
    if category_id is None:
        return str(request.route_path("course.list"))
    return str(request.route_path("category.view", category_id=category_id))


def _to(request: Request, category_id: int | None) -> Response:
    return HTTPSeeOther(_address(request, category_id))


def includeme(config: Configurator) -> None:
    """Register the pages."""
    one = "/categories/{category_id}/"
    config.add_page(
        "category.new", "/categories/new", permission=EDIT,
        get=new, post=create, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "category.new_below", one + "new", permission=EDIT, loads=load_category,
        get=new, post=create, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "category.edit", one + "edit", permission=EDIT, loads=load_category,
        get=edit, post=save, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "category.move", one + "move", permission=EDIT, loads=load_category,
        get=ask_move, post=move, renderer=TEMPLATES + "move.jinja2",
    )  # fmt: skip
    config.add_page(
        "category.delete", one + "delete", permission=EDIT, loads=load_category, post=delete
    )
