"""Blocks on pages: add, configure, move, hide, delete, bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from wtforms import BooleanField, Form, StringField

from updago.kernel.blocks.declarations import BlockType
from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.blocks.operations import (
    add_block,
    configure_block,
    delete_block,
    hide_block,
    move_block,
    restore_block,
)
from updago.kernel.errors import Invalid, NotFound
from updago.kernel.i18n import _
from updago.kernel.web.asides import UNKNOWN
from updago.kernel.web.courses.conflicts import conflict_of
from updago.kernel.web.forms import Fits, bind, checked, to_model
from updago.kernel.web.forms.combining import combined, json_options, own_names
from updago.kernel.web.models.editing import Choice, ChoiceGroup, ChooserView
from updago.kernel.web.models.general import FormView
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action
from updago.kernel.web.placing import (
    BlockRow,
    SpotContext,
    addable,
    load_block,
    load_live_block,
    load_spot,
)
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
EDIT: Final = "block:placement:edit"
NOT_HERE: Final = _("This kind of block cannot be put here.")


class BlockForm(Form):
    """What every block has."""

    title = StringField(
        _("Title"),
        [Fits(BlockPlacement.title)],
        description=_("Without one the block has its usual title."),
    )


class ReachForm(Form):
    """Asked where there is something below."""

    inherited = BooleanField(_("Show it on everything below too"))


def choose(request: Request) -> dict[str, Any]:
    """The kinds of blocks that this page may get."""
    at: SpotContext = request.context
    words = request.translate
    choices = tuple(
        Choice(words(kind.title), words(kind.help), "puzzle", "lire", _new_path(request, kind.name))
        for kind in sorted(addable(request, at), key=lambda kind: words(kind.title))
    )
    back = Action(words(_("Back")), at.href)
    title = words(_("Add a block"))
    model = ChooserView((ChoiceGroup(words(_("Blocks")), choices),), back)
    return {"page": page_of(request, title), "model": model}


def new(request: Request) -> dict[str, Any]:
    """The form of a new block."""
    kind = _kind_to_add(request)
    title = request.say(_("Add: ${kind}"), {"kind": request.translate(kind.title)})
    form = bind(request, _class(kind, request.context))
    return _drawn(request, form, title, _("Add"), request.context)


def create(request: Request) -> Response:
    """Put it last on the page."""
    at: SpotContext = request.context
    kind = _kind_to_add(request)
    form = checked(request, _class(kind, at))
    add_block(
        request.act,
        kind.name,
        level=at.spot.level,
        object_id=at.spot.object_id,
        title=form.data["title"] or "",
        inherited=bool(form.data.get("inherited")),
        options=json_options(form.data, _own(kind)),
    )
    request.flash(_("The block was added."))
    return HTTPSeeOther(at.href)


def edit(request: Request) -> dict[str, Any]:
    """The form of a block, with its values."""
    row: BlockRow = request.context
    block, kind = row.block, _kind(request)
    stored = {**block.options, "title": block.title, "inherited": block.inherited}
    form = bind(request, _class(kind, row.at), stored)
    notices = conflict_of(request, form, block, stored)
    name = block.title or request.translate(kind.title)
    title = request.say(_("Configure: ${name}"), {"name": name})
    return _drawn(request, form, title, _("Save"), row.at, version=block.version, notices=notices)


def save(request: Request) -> Response:
    """Change it. Raises Conflict when somebody else did meanwhile."""
    row: BlockRow = request.context
    kind = _kind(request)
    form = checked(request, _class(kind, row.at))
    configure_block(
        request.act,
        row.block.id,
        version=version_of(request) or row.block.version,
        title=form.data["title"] or "",
        inherited=bool(form.data.get("inherited")),
        options=json_options(form.data, _own(kind)),
    )
    request.flash(_("Saved."))
    return HTTPSeeOther(row.at.href)


def move(request: Request) -> Response:
    """Put it at another place of its region."""
    row: BlockRow = request.context
    text = str(request.typed.get("position", ""))
    if not text.isdecimal() or len(text) > len("999"):
        raise Invalid(_("Choose a place from the list."), field="position")
    region = str(request.typed.get("region", row.block.region))
    move_block(request.act, row.block.id, region=region, position=int(text))
    request.flash(_("Moved."))
    return HTTPSeeOther(row.at.href)


def hide(request: Request) -> Response:
    """Hide it from those who do not edit the page, or show it again."""
    row: BlockRow = request.context
    hidden = bool(request.typed.get("hidden"))
    hide_block(request.act, row.block.id, hidden=hidden)
    request.flash(_("Hidden.") if hidden else _("Shown."))
    return HTTPSeeOther(row.at.href)


def delete(request: Request) -> Response:
    """Mark it deleted; the next page offers to bring it back."""
    row: BlockRow = request.context
    delete_block(request.act, row.block.id)
    back = request.route_path("block.restore", block_id=row.block.id)
    undo = Action(request.translate(_("Undo")), back, "undo-2", post=True)
    request.flash(_("The block is deleted."), undo)
    return HTTPSeeOther(row.at.href)


def restore(request: Request) -> Response:
    """Bring it back, last in its region."""
    row: BlockRow = request.context
    restore_block(request.act, row.block.id)
    request.flash(_("Brought back."))
    return HTTPSeeOther(row.at.href)


def _new_path(request: Request, kind: str) -> str:
    spot = request.context.spot
    where = {"level": spot.level, "object_id": spot.object_id, "type": kind}
    path: str = request.route_path("block.new", **where)
    return path


def _kind_to_add(request: Request) -> BlockType:
    wanted = request.matchdict["type"]
    for kind in addable(request, request.context):
        if kind.name == wanted:
            return kind
    raise NotFound(NOT_HERE)


def _kind(request: Request) -> BlockType:
    kind: BlockType | None = request.site.declared(BlockType).find(request.context.block.type)
    if kind is None:
        raise NotFound(UNKNOWN)
    return kind


def _own(kind: BlockType) -> tuple[str, ...]:
    return own_names(kind.form, BlockForm, ReachForm)


def _class(kind: BlockType, at: SpotContext) -> type[Form]:
    return combined(kind.form, BlockForm, *((ReachForm,) if at.inherits else ()))


def _drawn(
    request: Request,
    form: Form,
    title: str,
    submit: str,
    at: SpotContext,
    *,
    version: int | None = None,
    **frame: Any,
) -> dict[str, Any]:
    cancel = Action(request.translate(_("Cancel")), at.href)
    model = to_model(
        request, form, action=request.path, submit=submit, version=version, cancel=cancel
    )
    return {"page": page_of(request, title, **frame), "model": FormView(model)}


def includeme(config: Configurator) -> None:
    """Register the pages and acts."""
    at, one = "/blocks/{level}/{object_id}/add", "/blocks/{block_id}/"
    config.add_page(
        "block.choose", at, permission=EDIT, loads=load_spot,
        get=choose, renderer=TEMPLATES + "chooser.jinja2",
    )  # fmt: skip
    config.add_page(
        "block.new", at + "/{type}", permission=EDIT, loads=load_spot,
        get=new, post=create, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "block.edit", one + "edit", permission=EDIT, loads=load_live_block,
        get=edit, post=save, renderer=TEMPLATES + "form.jinja2", rich=True,
    )  # fmt: skip
    for name, view in (("move", move), ("hide", hide), ("delete", delete)):
        config.add_page(
            f"block.{name}", one + name, permission=EDIT, loads=load_live_block, post=view
        )
    config.add_page(
        "block.restore", one + "restore", permission=EDIT, loads=load_block, post=restore
    )
