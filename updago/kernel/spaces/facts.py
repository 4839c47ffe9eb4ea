"""What the access oracle learns from spaces: enrolments and groups of one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, Select, String, case, exists, literal, select

from updago.kernel.permissions.declarations import FactSource
from updago.kernel.permissions.facts import GROUP, GROUPING, IDLE, ROLE, fact
from updago.kernel.plugins.models import PluginState
from updago.kernel.spaces.models import (
    Enrolment,
    EnrolmentInstance,
    Group,
    Grouping,
    GroupingMember,
    GroupMember,
)
from updago.kernel.spaces.models.enrolment import ACTIVE


def enrolments(person_id: BindParameter[int], _now: BindParameter[datetime]) -> Select[Any]:
    """Roles at courses by active enrolments, whose instance and plugin are on."""
    e, i = Enrolment, EnrolmentInstance
    is_off = exists().where(PluginState.name == i.plugin, PluginState.enabled.is_(False))
    *columns, _note = fact(
        ROLE,
        e.role,
        level="course",
        object_id=e.course_id,
        starts_at=e.starts_at,
        ends_at=e.ends_at,
    )
    note = literal("enrolment: ", String).concat(i.method).label("note")
    return (
        select(*columns, note)
        .join(i, i.id == e.instance_id)
        .where(
            e.person_id == person_id,
            e.state == ACTIVE,
            e.deleted_at.is_(None),
            i.enabled,
            i.deleted_at.is_(None),
            ~is_off,
        )
    )


def groups(person_id: BindParameter[int], _now: BindParameter[datetime]) -> Select[Any]:
    """The groups a person is in, by course, with a note on those that take no part in work."""
    *columns, _note = fact(GROUP, Group.id, object_id=Group.course_id)
    note = case((Group.participates, literal("", String)), else_=literal(IDLE, String))
    return (
        select(*columns, note.label("note"))
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.person_id == person_id, Group.deleted_at.is_(None))
    )


def groupings(person_id: BindParameter[int], _now: BindParameter[datetime]) -> Select[Any]:
    """The groups a person is in, by grouping."""
    columns = fact(GROUPING, GroupingMember.group_id, object_id=GroupingMember.grouping_id)
    return (
        select(*columns)
        .join(Grouping, Grouping.id == GroupingMember.grouping_id)
        .join(Group, Group.id == GroupingMember.group_id)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(
            GroupMember.person_id == person_id,
            Group.deleted_at.is_(None),
            Grouping.deleted_at.is_(None),
        )
    )


FACT_SOURCES: Final = (
    FactSource("core.enrolments", enrolments),
    FactSource("core.groups", groups),
    FactSource("core.groupings", groupings),
)
