"""How an activity works with groups, in its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wtforms import Form, SelectField

from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.queries import groupings_of
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.course_form import GROUP_MODES
from updago.kernel.web.forms import Group, choices_of

if TYPE_CHECKING:
    from pyramid.request import Request

    from updago.kernel.spaces.models import Activity

NO_GROUPING: Final = 0
GROUPS_GROUP: Final = Group(_("Groups"), ("group_mode", "grouping_id"), open=False)


class GroupWorkForm(Form):
    """The mode, and the grouping whose groups work here."""

    group_mode = SelectField(_("Groups"), choices=choices_of(GROUP_MODES))
    grouping_id = SelectField(_("Grouping"), coerce=int, choices=[])


def works_in_groups(kind: ActivityType) -> bool:
    """Whether people do anything in activities of this kind that groups could share."""
    return kind.view_route is not None and not kind.is_resource


def initial_groups(course: CourseStructure, row: Activity | None) -> dict[str, Any]:
    """The values of an activity, those of its course for a new one."""
    mode = course.group_mode if row is None else row.group_mode
    grouping = course.default_grouping_id if row is None else row.grouping_id
    return {"group_mode": mode, "grouping_id": grouping or NO_GROUPING}


def prepare_groups(request: Request, form: Any, course: CourseStructure) -> None:
    """Offer the groupings; leave out what the course says for all of its activities."""
    if "group_mode" not in form:
        return
    every = (NO_GROUPING, request.translate(_("All groups of the course")))
    form.grouping_id.choices = choices_of([every, *groupings_of(request.db, course.id)])
    if course.group_mode_forced:
        del form.group_mode


def chosen_groups(form: Any) -> dict[str, Any]:
    """What the operations take."""
    data: dict[str, Any] = {}
    if "group_mode" in form:
        data["group_mode"] = form.group_mode.data
    if "grouping_id" in form:
        data["grouping_id"] = form.grouping_id.data or None
    return data
