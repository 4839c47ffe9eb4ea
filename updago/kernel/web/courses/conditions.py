"""The kernel's own conditions, with the fields in which teachers set them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session
from wtforms import BooleanField, Form, SelectMultipleField

from updago.kernel.errors import Invalid
from updago.kernel.i18n import _
from updago.kernel.ports.availability import AvailabilityCondition, ConditionForm, Options
from updago.kernel.spaces.conditions import (
    FROM,
    UNTIL,
    check_date,
    check_group,
    check_grouping,
    group_names,
    grouping_names,
    instant_of,
)
from updago.kernel.spaces.groupwork import ALL_GROUPS
from updago.kernel.spaces.queries import every_group, groupings_of
from updago.kernel.web.forms import InstantField

EMPTY_SPAN: Final = _("The end must come after the beginning.")


class DateFields(Form):
    """From an instant on, until another."""

    begins = InstantField(_("Available from"))
    ends = InstantField(_("Available until"))


class GroupFields(Form):
    """Some groups of the course, or any."""

    groups = SelectMultipleField(_("Only for these groups"), coerce=int, choices=[])
    any_group = BooleanField(_("Only for people in a group, whichever"))


class GroupingFields(Form):
    """Some groupings of the course."""

    groupings = SelectMultipleField(
        _("Only for the groups of these groupings"), coerce=int, choices=[]
    )


def read_dates(data: Mapping[str, Any]) -> list[Options]:
    """One condition per given instant. Raises Invalid for an end before the beginning."""
    begins, ends = data.get("begins"), data.get("ends")
    if begins and ends and ends <= begins:
        raise Invalid(EMPTY_SPAN, field="ends")
    given = ((FROM, begins), (UNTIL, ends))
    return [{"d": way, "t": int(at.timestamp())} for way, at in given if at is not None]


def fill_dates(several: Sequence[Options]) -> Mapping[str, Any] | None:
    """At most one of each way."""
    found = {options.get("d"): instant_of(options) for options in several}
    return {"begins": found.get(FROM), "ends": found.get(UNTIL)}


def read_groups(data: Mapping[str, Any]) -> list[Options]:
    """One condition per group, and one for any."""
    chosen: list[Options] = [{"id": key} for key in data.get("groups") or ()]
    return [*chosen, {}] if data.get("any_group") else chosen


def fill_groups(several: Sequence[Options]) -> Mapping[str, Any]:
    """The groups named, and whether any will do."""
    return {
        "groups": [options["id"] for options in several if "id" in options],
        "any_group": any("id" not in options for options in several),
    }


def read_groupings(data: Mapping[str, Any]) -> list[Options]:
    """One condition per grouping."""
    return [{"id": key} for key in data.get("groupings") or ()]


def fill_groupings(several: Sequence[Options]) -> Mapping[str, Any]:
    """The groupings named."""
    return {"groupings": [options["id"] for options in several if "id" in options]}


def _groups(session: Session, course_id: int) -> Mapping[str, Sequence[tuple[int, str]]]:
    return {"groups": every_group(session, course_id)}


def _groupings(session: Session, course_id: int) -> Mapping[str, Sequence[tuple[int, str]]]:
    return {"groupings": groupings_of(session, course_id)}


CONDITIONS: Final = (
    AvailabilityCondition(
        "date", _("Dates"), check_date, form=ConditionForm(DateFields, read_dates, fill_dates)
    ),
    AvailabilityCondition(
        "group",
        _("Groups"),
        check_group,
        narrows_lists=True,
        exempts=ALL_GROUPS,
        names=group_names,
        form=ConditionForm(GroupFields, read_groups, fill_groups, _groups),
    ),
    AvailabilityCondition(
        "grouping",
        _("Groupings"),
        check_grouping,
        narrows_lists=True,
        exempts=ALL_GROUPS,
        names=grouping_names,
        form=ConditionForm(GroupingFields, read_groupings, fill_groupings, _groupings),
    ),
)
