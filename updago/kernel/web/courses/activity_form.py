"""The form of an activity: what all kinds share, around the fields of its own kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wtforms import BooleanField, Form, RadioField, SelectField, StringField

from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.models import Activity
from updago.kernel.spaces.models.courses import BY_LINK, HIDDEN, SHOWN
from updago.kernel.spaces.structure import CourseStructure, SectionNode
from updago.kernel.web.courses.grouping_form import (
    GROUPS_GROUP,
    GroupWorkForm,
    chosen_groups,
    initial_groups,
    prepare_groups,
    works_in_groups,
)
from updago.kernel.web.courses.pictures import PICTURE_GROUP, PictureForm, with_picture
from updago.kernel.web.courses.restrictions import Restrictions
from updago.kernel.web.forms import Fits, Group, Required, RichTextField, bind, choices_of
from updago.kernel.web.forms.combining import combined, own_names

if TYPE_CHECKING:
    from pyramid.request import Request
    from sqlalchemy.orm import Session

VISIBILITIES: Final = (
    (SHOWN, _("Shown to students")),
    (HIDDEN, _("Hidden from students")),
    (BY_LINK, _("Reachable by its link, but not listed")),
)
AT_END: Final = ""
NAME_FROM_TEXT: Final = 60


class CommonForm(Form):
    """What every activity has."""

    visibility = RadioField(_("Visibility"), choices=choices_of(VISIBILITIES), default=SHOWN)
    code = StringField(
        _("Code"),
        [Fits(Activity.code)],
        description=_("For lists and exchanges with other systems; students do not see it."),
    )


class PageForm(CommonForm):
    """What activities with a page of their own have."""

    name = StringField(_("Name"), [Required(), Fits(Activity.name)])
    intro = RichTextField(_("Description"))
    shows_intro = BooleanField(_("Show the description on the course page"))


class InlineForm(CommonForm):
    """What lives on the course page only: its text, and a name for lists."""

    name = StringField(
        _("Name"),
        [Fits(Activity.name)],
        description=_("For lists only. Without one the first words of the text are taken."),
    )
    intro = RichTextField(_("Text"), [Required()])


class PlaceForm(Form):
    """Where a new activity goes."""

    place = SelectField(_("Place in the section"), choices=[], validate_choice=False)


FIRST: Final = ("name", "intro")
MORE: Final = ("shows_intro", "visibility", "place", "code")


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """A bound form of one kind of activity; `own` names the fields of the kind itself."""

    kind: ActivityType
    form: Any
    own: tuple[str, ...]
    restrictions: Restrictions

    @property
    def groups(self) -> tuple[Group, ...]:
        """The fields in the order of the page."""
        more = Group(_("Visibility and further settings"), MORE, open=False)
        own = (Group("", FIRST), Group("", self.own), PICTURE_GROUP)
        return (*own, GROUPS_GROUP, self.restrictions.group, more)

    def common(self) -> dict[str, Any]:
        """What the operations on activities take by name."""
        data = self.form.data
        name = data["name"] or data["intro"].excerpt(NAME_FROM_TEXT)
        names = [n for n in ("intro", "shows_intro", "visibility", "code") if n in data]
        return {
            "name": name,
            **{key: data[key] for key in names},
            **chosen_groups(self.form),
            "availability": self.restrictions.chosen(self.form),
        }

    def values(self, request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
        """The common values and those of the kind, with the picture in the first text of the kind.

        A kind without a text of its own has it in the description.
        """
        common, own = self.common(), {name: self.form[name].data for name in self.own}
        texts = [name for name in self.own if isinstance(self.form[name], RichTextField)]
        target, key = (own, texts[0]) if texts else (common, "intro")
        target[key] = with_picture(request, self.form, target[key])
        return common, own


def activity_form(
    request: Request,
    kind: ActivityType,
    course: CourseStructure,
    *,
    row: Activity | None = None,
    initial: Mapping[str, Any] | None = None,
    section: SectionNode | None = None,
) -> ActivityForm:
    """The form of a kind, bound to the activity in `row`.

    With a `section`, it asks where the new activity goes.
    """
    restrictions = Restrictions(request, course.id, None if row is None else row.availability)
    parts = (*_parts_of(kind, is_new=section is not None), restrictions.part)
    values = {**initial_groups(course, row), **restrictions.initial(), **(initial or {})}
    form: Any = bind(request, combined(kind.form, *parts), values)
    prepare_groups(request, form, course)
    restrictions.prepare(form)
    if section is not None:
        form.place.choices = choices_of(_places(request, section))
    own = own_names(kind.form, *parts, PlaceForm, GroupWorkForm)
    return ActivityForm(kind, form, own, restrictions)


def stored_values(session: Session, kind: ActivityType, row: Activity) -> dict[str, Any]:
    """What is stored of an activity, by the names of its form, without groups and restrictions."""
    own = kind.initial(session, row.id) if kind.initial is not None else {}
    return {
        **own,
        "name": row.name,
        "intro": row.intro,
        "shows_intro": row.shows_intro,
        "visibility": row.visibility,
        "code": row.code,
    }


def position_after(section: SectionNode, place: str) -> int | None:
    """The position right after the activity whose id was chosen; None at the end."""
    keys = [str(node.id) for node in section.activities]
    return keys.index(place) + 1 if place in keys else None


def _places(request: Request, section: SectionNode) -> list[tuple[str, str]]:
    after = _("After “${name}”")
    places = [(AT_END, request.translate(_("At the end of the section")))]
    places.extend(
        (str(node.id), request.say(after, {"name": node.name})) for node in section.activities
    )
    return places


def _parts_of(kind: ActivityType, *, is_new: bool) -> tuple[type[Form], ...]:
    parts: list[type[Form]] = [PageForm if kind.view_route is not None else InlineForm, PictureForm]
    if is_new:
        parts.append(PlaceForm)
    if works_in_groups(kind):
        parts.append(GroupWorkForm)
    return tuple(parts)
