"""What was deleted in a course, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.queries import deleted_items
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.models.admin import Cell, TableRow, TableView
from updago.kernel.web.parts import Action, Empty

if TYPE_CHECKING:
    from pyramid.request import Request


def undo_of(
    request: Request,
    course_id: int,
    *,
    activities: Sequence[int] = (),
    sections: Sequence[int] = (),
) -> Action:
    """The POST that brings deleted things of a course back."""
    fields = (
        *(("section", str(key)) for key in sections),
        *(("activity", str(key)) for key in activities),
    )
    href = request.route_path("course.restore", course_id=course_id)
    return Action(request.translate(_("Undo")), href, "undo-2", post=True, fields=fields)


def bin_view(request: Request, course: CourseStructure) -> TableView:
    """The deleted sections and activities, the latest first."""
    words, formats = request.translate, request.formats
    kinds = request.site.declared(ActivityType)
    label = words(_("Bring back"))
    rows = []
    for item in deleted_items(request.db, course.id):
        kind = kinds.find(item.type)
        what = words(_("Section")) if item.kind == "section" else words(kind.title) if kind else ""
        name = item.name or words(_("Section without a name"))
        fields = ((item.kind, str(item.id)),)
        href = request.route_path("course.restore", course_id=course.id)
        act = Action(label, href, "undo-2", post=True, fields=fields)
        when = formats.datetime(item.deleted_at, request.oracle.now)
        rows.append(TableRow((Cell(name), Cell(what), Cell(when)), name, (act,)))
    empty = Empty(
        words(_("Nothing was deleted")),
        words(_("Deleted sections and activities can be brought back from here.")),
        "trash-2",
    )
    return TableView(
        caption=words(_("Deleted sections and activities")),
        heads=(words(_("Name")), words(_("Kind")), words(_("Deleted"))),
        rows=tuple(rows),
        empty=empty if not rows else None,
    )
