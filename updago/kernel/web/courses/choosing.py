"""What can be added to a section, by what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.structure import CourseStructure, SectionNode
from updago.kernel.web.courses.lines import PURPOSES
from updago.kernel.web.courses.spreading import edit_address
from updago.kernel.web.models.editing import Choice, ChoiceGroup, ChooserView
from updago.kernel.web.parts import Action

if TYPE_CHECKING:
    from pyramid.request import Request

# The groups in their order.
GROUPS: Final[Mapping[str, str]] = {
    "read": _("To read and watch"),
    "submit": _("To hand in"),
    "exchange": _("To exchange"),
    "assess": _("To test and grade"),
    "none": _("On the course page itself"),
}


def chooser_view(request: Request, course: CourseStructure, section: SectionNode) -> ChooserView:
    """Every kind whose plugin is on; the place that was asked for goes along."""
    words = request.translate
    here = {"course_id": course.id, "section_id": section.id}
    after = request.GET.get("after", "")
    query = {"after": after} if after.isdecimal() else None
    kinds = sorted(
        request.site.declared(ActivityType).enabled().values(), key=lambda kind: words(kind.title)
    )
    groups = []
    for purpose, title in GROUPS.items():
        choices = tuple(
            Choice(
                words(kind.title),
                words(kind.help),
                kind.icon,
                PURPOSES[kind.purpose],
                request.route_path("activity.new", type=kind.name, _query=query, **here),
            )
            for kind in kinds
            if kind.purpose == purpose
        )
        if choices:
            groups.append(ChoiceGroup(words(title), choices))
    back = edit_address(request, course, f"s{section.id}")
    return ChooserView(tuple(groups), Action(words(_("Back to the course")), back))
