"""Activities and resources: what all kinds share; their own rows are written by their type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Unpack

from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid
from updago.kernel.events import publish
from updago.kernel.files.drafts import copy_embedded
from updago.kernel.files.operations import Shelf
from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.events import (
    ActivityChanged,
    ActivityCreated,
    ActivityDeleted,
    ActivityMoved,
    ActivityRestored,
)
from updago.kernel.spaces.fields import ActivityFields
from updago.kernel.spaces.models import Activity, Course, Section
from updago.kernel.spaces.models.courses import PLACEHOLDER, SHOWN
from updago.kernel.spaces.operations.common import (
    NAME_LIMIT,
    NO_TEXT,
    activity_ids,
    bump_structure,
    check_groups,
    declared_in,
    lock_course,
    must_get,
    must_get_deleted,
    named,
    placed,
    renumber,
    section_ids,
    visible_as,
)
from updago.kernel.text import RichText

MAX_INDENT: Final = 5
NO_SUCH_TYPE: Final = _("This kind of activity is not available here.")
OTHER_COURSE: Final = _("An activity cannot be moved to another course.")
CANNOT_COPY: Final = _("This kind of activity cannot be duplicated.")


@operation("core.activity.create")
def create_activity(
    act: Act,
    *,
    course_id: int,
    section_id: int,
    type: str,  # noqa: A002 - the word of the field
    name: str,
    intro: RichText = NO_TEXT,
    visibility: str = SHOWN,
    data: Mapping[str, Any] | None = None,
    position: int | None = None,
    **fields: Unpack[ActivityFields],
) -> Activity:
    """Make an activity and, by its type's `save`, the plugin's own row.

    `data` are the values of the type's form; `fields` the further ones; `position` None is the end
    of the section. Raises NotFound; Invalid for a name, a visibility or a type that cannot be,
    and whatever `save` refuses.
    """
    kind = _type(act, type)
    activity = _add(act, course_id, section_id, type, name, intro, visibility, position, fields)
    kind.save(act, activity, data or {})
    act.session.flush()
    publish(act, ActivityCreated(course_id, activity.id, type))
    return activity


@operation("core.activity.add")
def add_activity(
    act: Act,
    *,
    course_id: int,
    section_id: int,
    type: str,  # noqa: A002 - the word of the field
    name: str,
    intro: RichText = NO_TEXT,
    visibility: str = SHOWN,
    position: int | None = None,
    **fields: Unpack[ActivityFields],
) -> Activity:
    """Make the shared row only: the caller (an archive being read) writes the plugin's own.

    Raises as `create_activity`.
    """
    _type(act, type)
    activity = _add(act, course_id, section_id, type, name, intro, visibility, position, fields)
    publish(act, ActivityCreated(course_id, activity.id, type))
    return activity


@operation("core.activity.make_placeholder")
def make_placeholder(
    act: Act,
    *,
    course_id: int,
    section_id: int,
    waiting_type: str,
    name: str,
    waiting: Mapping[str, Any],
    intro: RichText = NO_TEXT,
    visibility: str = SHOWN,
    position: int | None = None,
    **fields: Unpack[ActivityFields],
) -> Activity:
    """Keep what no installed type can show, whole, until one can: `waiting` are JSON values."""
    fields["meta"] = {**fields.get("meta", {}), "waiting_type": waiting_type}
    activity = _add(
        act, course_id, section_id, PLACEHOLDER, name, intro, visibility, position, fields
    )
    activity.waiting = dict(waiting)
    publish(act, ActivityCreated(course_id, activity.id, PLACEHOLDER))
    return activity


@operation("core.activity.edit")
def edit_activity(
    act: Act,
    *,
    activity_id: int,
    version: int | None = None,
    name: str,
    intro: RichText,
    visibility: str | None = None,
    data: Mapping[str, Any] | None = None,
    **fields: Unpack[ActivityFields],
) -> Activity:
    """Change an activity; with `data`, its type saves its own fields too.

    Raises NotFound, Conflict, Invalid, and whatever the type's `save` refuses.
    """
    activity = must_get(act, Activity, activity_id, version)
    activity.name, activity.intro = named(name, limit=NAME_LIMIT), intro
    if visibility is not None:
        activity.visibility = visible_as(visibility)
    _set(act, activity, fields)
    if data is not None:
        _type(act, activity.type).save(act, activity, data)
    _changed(act, activity)
    return activity


@operation("core.activity.rename")
def rename_activity(
    act: Act, *, activity_id: int, name: str, version: int | None = None
) -> Activity:
    """Give another name. Raises NotFound, Conflict, Invalid."""
    activity = must_get(act, Activity, activity_id, version)
    activity.name = named(name)
    _changed(act, activity)
    return activity


@operation("core.activity.set_visibility")
def set_activity_visibility(act: Act, *, activity_id: int, visibility: str) -> Activity:
    """Show, hide, or make reachable by its link only. Raises NotFound, Invalid."""
    activity = must_get(act, Activity, activity_id)
    activity.visibility = visible_as(visibility)
    _changed(act, activity)
    return activity


@operation("core.activity.move")
def move_activity(
    act: Act, *, activity_id: int, section_id: int, before_id: int | None = None
) -> Activity:
    """Put an activity before another of the section; None, or one that is not there: at its end.

    Raises NotFound; Invalid when the section belongs to another course.
    """
    activity = must_get(act, Activity, activity_id)
    section = must_get(act, Section, section_id)
    if section.course_id != activity.course_id:
        raise Invalid(OTHER_COURSE)
    lock_course(act, activity.course_id)
    keys = [key for key in activity_ids(act.session, section_id) if key != activity_id]
    _place(act, activity, section_id, keys.index(before_id) if before_id in keys else None)
    bump_structure(act, [activity.course_id])
    publish(act, ActivityMoved(activity.course_id, activity.id, activity.type, section_id))
    return activity


@operation("core.activity.delete")
def delete_activity(act: Act, *, activity_id: int) -> None:
    """Mark an activity deleted. Raises NotFound."""
    activity = must_get(act, Activity, activity_id)
    lock_course(act, activity.course_id)
    act.delete(activity)
    act.session.flush()
    renumber(act.session, Activity, activity_ids(act.session, activity.section_id))
    bump_structure(act, [activity.course_id])
    publish(act, ActivityDeleted(activity.course_id, activity.id, activity.type))


@operation("core.activity.restore")
def restore_activity(act: Act, *, activity_id: int) -> Activity:
    """Bring an activity back near where it was.

    When its section is gone it comes to the end of the general one. Raises NotFound.
    """
    activity = must_get_deleted(act, Activity, activity_id)
    must_get(act, Course, activity.course_id)
    lock_course(act, activity.course_id)
    position: int | None = activity.position
    sections = section_ids(act.session, activity.course_id)
    section_id = activity.section_id
    if section_id not in sections:
        section_id, position = sections[0], None
    act.restore(activity)
    _place(act, activity, section_id, position)
    bump_structure(act, [activity.course_id])
    publish(act, ActivityRestored(activity.course_id, activity.id, activity.type))
    return activity


@operation("core.activity.duplicate")
def duplicate_activity(act: Act, *, activity_id: int, name: str | None = None) -> Activity:
    """Make a copy right after the original, without anybody's work in it.

    Raises NotFound; Invalid when the type cannot copy.
    """
    source = must_get(act, Activity, activity_id)
    kind = declared_in(act, ActivityType).find(source.type)
    if kind is None or kind.copy is None:
        raise Invalid(CANNOT_COPY)
    target = _add(
        act,
        source.course_id,
        source.section_id,
        source.type,
        name or source.name,
        source.intro,
        source.visibility,
        source.position + 1,
        {field: getattr(source, field) for field in ActivityFields.__annotations__},
    )
    shelf = Shelf("", target.course_id, target.id)
    target.intro = copy_embedded(act, source.intro, source_id=source.id, shelf=shelf)
    kind.copy(act, source, target)
    act.session.flush()
    publish(act, ActivityCreated(target.course_id, target.id, target.type))
    return target


def _type(act: Act, name: str) -> ActivityType:
    kind: ActivityType | None = declared_in(act, ActivityType).find(name)
    if kind is None:
        raise Invalid(NO_SUCH_TYPE, field="type")
    return kind


def _add(
    act: Act,
    course_id: int,
    section_id: int,
    kind: str,
    name: str,
    intro: RichText,
    visibility: str,
    position: int | None,
    fields: Mapping[str, Any],
) -> Activity:
    section = must_get(act, Section, section_id)
    if section.course_id != must_get(act, Course, course_id).id:
        raise Invalid(OTHER_COURSE, field="section_id")
    lock_course(act, course_id)
    activity = Activity(
        course_id=course_id,
        section_id=section_id,
        type=kind,
        name=named(name),
        intro=intro,
        visibility=visible_as(visibility),
        position=len(activity_ids(act.session, section_id)),
        meta={},
    )
    _set(act, activity, fields)
    act.add(activity)
    if position is not None:
        _place(act, activity, section_id, position)
    bump_structure(act, [course_id])
    return activity


def _set(act: Act, activity: Activity, fields: Mapping[str, Any]) -> None:
    check_groups(act, activity.course_id, fields)
    for field, value in fields.items():
        setattr(activity, field, value)
    if activity.indent is not None:
        activity.indent = max(0, min(activity.indent, MAX_INDENT))


def _place(act: Act, activity: Activity, section_id: int, position: int | None) -> None:
    old = activity.section_id
    activity.section_id = section_id
    act.session.flush()
    keys = placed(activity_ids(act.session, section_id), activity.id, position)
    activity.position = keys.index(activity.id)  # by the session, so that the move is audited
    renumber(act.session, Activity, keys)
    if old != section_id:
        renumber(act.session, Activity, activity_ids(act.session, old))


def _changed(act: Act, activity: Activity) -> None:
    bump_structure(act, [activity.course_id])
    publish(act, ActivityChanged(activity.course_id, activity.id, activity.type))
