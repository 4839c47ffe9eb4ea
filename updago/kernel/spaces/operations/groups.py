"""Groups of a course, their members, and groupings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Unpack

from sqlalchemy import delete, select

from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid
from updago.kernel.events import publish
from updago.kernel.i18n import _
from updago.kernel.spaces.events import GroupChanged, GroupMemberChanged
from updago.kernel.spaces.fields import GroupFields
from updago.kernel.spaces.models import (
    Activity,
    Course,
    Enrolment,
    Group,
    Grouping,
    GroupingMember,
    GroupMember,
)
from updago.kernel.spaces.operations.common import NO_TEXT, bump_structure, must_get, named
from updago.kernel.text import RichText

VISIBILITIES: Final = frozenset({"all", "members", "own", "none"})
KEY_LIMIT: Final = 100
TAKEN: Final = _("Another group of this course has this name.")
TAKEN_KEY: Final = _("Another group of this course has this key.")
NOT_ENROLLED: Final = _("Only people of this course can be in its groups.")


@operation("core.group.create")
def create_group(act: Act, *, course_id: int, name: str, **fields: Unpack[GroupFields]) -> Group:
    """Make a group. Raises NotFound, Invalid."""
    must_get(act, Course, course_id)
    group = Group(course_id=course_id, name=named(name))
    _set(act, group, fields)
    act.add(group)
    publish(act, GroupChanged(course_id, group.id, "created"))
    return group


@operation("core.group.edit")
def edit_group(
    act: Act, *, group_id: int, version: int | None = None, name: str, **fields: Unpack[GroupFields]
) -> Group:
    """Change a group. Raises NotFound, Conflict, Invalid."""
    group = must_get(act, Group, group_id, version)
    group.name = named(name)
    _set(act, group, fields)
    bump_structure(act, [group.course_id])  # conditions name groups
    publish(act, GroupChanged(group.course_id, group.id, "edited"))
    return group


@operation("core.group.delete")
def delete_group(act: Act, *, group_id: int) -> None:
    """Mark a group deleted. Raises NotFound."""
    group = must_get(act, Group, group_id)
    act.delete(group)
    bump_structure(act, [group.course_id])
    publish(act, GroupChanged(group.course_id, group.id, "deleted"))


@operation("core.group.add_member")
def add_group_member(act: Act, *, group_id: int, person_id: int) -> None:
    """Put a person of the course into a group; again changes nothing. Raises NotFound, Invalid."""
    group = must_get(act, Group, group_id)
    e = Enrolment
    enrolled = select(e.id).where(
        e.course_id == group.course_id, e.person_id == person_id, e.deleted_at.is_(None)
    )
    if act.session.scalar(enrolled.limit(1)) is None:
        raise Invalid(NOT_ENROLLED, field="person_id")
    if act.session.get(GroupMember, (group_id, person_id)) is None:
        act.add(GroupMember(group_id=group_id, person_id=person_id, at=act.now))
        publish(act, GroupMemberChanged(group.course_id, group_id, person_id, joined=True))


@operation("core.group.remove_member")
def remove_group_member(act: Act, *, group_id: int, person_id: int) -> None:
    """Take a person out of a group; again changes nothing. Raises NotFound."""
    group = must_get(act, Group, group_id)
    member = act.session.get(GroupMember, (group_id, person_id))
    if member is not None:
        act.session.delete(member)
        publish(act, GroupMemberChanged(group.course_id, group_id, person_id, joined=False))


@operation("core.grouping.create")
def create_grouping(
    act: Act,
    *,
    course_id: int,
    name: str,
    code: str = "",
    description: RichText = NO_TEXT,
    group_ids: Sequence[int] = (),
) -> Grouping:
    """Make a set of groups. Raises NotFound, Invalid."""
    must_get(act, Course, course_id)
    grouping = act.add(
        Grouping(course_id=course_id, name=named(name), code=code.strip(), description=description)
    )
    _set_groups(act, grouping, group_ids)
    return grouping


@operation("core.grouping.edit")
def edit_grouping(
    act: Act,
    *,
    grouping_id: int,
    version: int | None = None,
    name: str,
    code: str = "",
    description: RichText = NO_TEXT,
) -> Grouping:
    """Change what a grouping says of itself. Raises NotFound, Conflict, Invalid."""
    grouping = must_get(act, Grouping, grouping_id, version)
    grouping.name, grouping.code, grouping.description = named(name), code.strip(), description
    bump_structure(act, [grouping.course_id])  # conditions name groupings
    return grouping


@operation("core.grouping.set_groups")
def set_grouping_groups(act: Act, *, grouping_id: int, group_ids: Sequence[int]) -> Grouping:
    """Say which groups of the course a grouping holds. Raises NotFound."""
    grouping = must_get(act, Grouping, grouping_id)
    _set_groups(act, grouping, group_ids)
    return grouping


@operation("core.grouping.delete")
def delete_grouping(act: Act, *, grouping_id: int) -> None:
    """Mark a grouping deleted; its groups stay, and no activity keeps to it. Raises NotFound."""
    grouping = must_get(act, Grouping, grouping_id)
    act.delete(grouping)
    keeping = Activity.grouping_id == grouping_id
    for activity in act.session.scalars(select(Activity).where(keeping)):
        activity.grouping_id = None
    course = must_get(act, Course, grouping.course_id)
    if course.default_grouping_id == grouping_id:
        course.default_grouping_id = None
    bump_structure(act, [course.id])


def _set_groups(act: Act, grouping: Grouping, group_ids: Sequence[int]) -> None:
    known = select(Group.id).where(
        Group.course_id == grouping.course_id,
        Group.id.in_(group_ids),
        Group.deleted_at.is_(None),
    )
    act.session.execute(delete(GroupingMember).where(GroupingMember.grouping_id == grouping.id))
    act.session.add_all(
        GroupingMember(grouping_id=grouping.id, group_id=key)
        for key in act.session.scalars(known).all()
    )
    act.session.flush()


def _set(act: Act, group: Group, fields: Mapping[str, Any]) -> None:
    if fields.get("visibility", "all") not in VISIBILITIES:
        raise Invalid(_("Choose who sees this group."), field="visibility")
    if len(fields.get("enrolment_key", "")) > KEY_LIMIT:
        raise Invalid(
            _("Use at most ${limit} characters."), {"limit": KEY_LIMIT}, field="enrolment_key"
        )
    for name, value in fields.items():
        setattr(group, name, value)
    _refuse_double(act, group, Group.name == group.name, TAKEN, "name")
    if group.enrolment_key:
        same_key = Group.enrolment_key == group.enrolment_key
        _refuse_double(act, group, same_key, TAKEN_KEY, "enrolment_key")


def _refuse_double(act: Act, group: Group, same: Any, sentence: str, field: str) -> None:
    with act.session.no_autoflush:
        other = act.session.scalar(
            select(Group.id).where(
                Group.course_id == group.course_id,
                Group.deleted_at.is_(None),
                Group.id != (group.id or 0),
                same,
            )
        )
    if other is not None:
        raise Invalid(sentence, field=field)
