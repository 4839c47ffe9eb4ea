"""Where a section or an activity can be put: a list that works from the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from updago.kernel.errors import Invalid
from updago.kernel.i18n import _
from updago.kernel.spaces.structure import ActivityNode, CourseStructure, SectionNode
from updago.kernel.web.courses.spreading import edit_address
from updago.kernel.web.courses.visible import SeenSection
from updago.kernel.web.models.editing import MoveView, Place, PlaceGroup
from updago.kernel.web.parts import Action
from updago.kernel.web.words import sentence_of

if TYPE_CHECKING:
    from pyramid.request import Request

FIRST: Final = _("First in the section")
AFTER: Final = _("After “${name}”")
NO_PLACE: Final = _("Choose a place from the list.")


def activity_places(
    request: Request,
    course: CourseStructure,
    sections: tuple[SeenSection, ...],
    activity: ActivityNode,
) -> MoveView:
    """The first place of each section, and one after each other activity."""
    groups = []
    for section in sections:
        others = [node for node in section.node.activities if node.id != activity.id]
        before = [n for n in section.node.activities if n.position < activity.position]
        here = section.node.id == activity.section_id
        current = before[-1].id if here and before else 0
        places = [Place(f"{section.node.id}-0", request.translate(FIRST), here and not before)]
        places.extend(
            Place(
                f"{section.node.id}-{node.id}",
                request.say(AFTER, {"name": node.name}),
                here and node.id == current,
            )
            for node in others
        )
        groups.append(PlaceGroup(section.name, tuple(places)))
    return _view(request, course, tuple(groups), f"a{activity.id}")


def section_places(
    request: Request,
    course: CourseStructure,
    sections: tuple[SeenSection, ...],
    moved: SectionNode,
) -> MoveView:
    """One place after each other section; the general one stays first."""
    places = tuple(
        Place(
            str(section.node.position + (section.node.position < moved.position)),
            request.say(AFTER, {"name": section.name}),
            section.node.position == moved.position - 1,
        )
        for section in sections
        if section.node.id != moved.id
    )
    return _view(request, course, (PlaceGroup("", places),), f"s{moved.id}")


def chosen_place(request: Request, course: CourseStructure) -> tuple[int, int | None]:
    """The chosen section, and the activity that will follow. Raises Invalid."""
    section_text, _dash, after_text = str(request.typed.get("place", "")).partition("-")
    numbers = section_text.isdecimal() and after_text.isdecimal()
    section = course.section_by_id.get(int(section_text)) if numbers else None
    if section is None:
        raise Invalid(NO_PLACE, field="place")
    following = [node.id for node in section.activities if node.id != request.context.activity.id]
    if after_text == "0":
        return section.id, following[0] if following else None
    after = int(after_text)
    if after not in following:
        raise Invalid(NO_PLACE, field="place")
    rest = following[following.index(after) + 1 :]
    return section.id, rest[0] if rest else None


def chosen_position(request: Request) -> int:
    """The chosen position of a section. Raises Invalid."""
    text = str(request.typed.get("place", ""))
    if not text.isdecimal() or not text.isascii() or len(text) > len("999"):
        raise Invalid(NO_PLACE, field="place")
    return int(text)


def _view(
    request: Request, course: CourseStructure, groups: tuple[PlaceGroup, ...], anchor: str
) -> MoveView:
    back = edit_address(request, course, anchor)
    return MoveView(
        action=request.path,
        groups=groups,
        submit=request.translate(_("Move here")),
        cancel=Action(request.translate(_("Cancel")), back),
        error=sentence_of(request, request.refusal) if request.refusal else "",
    )
