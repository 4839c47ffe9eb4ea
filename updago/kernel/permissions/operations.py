"""Every write about roles: who holds them, and what they may do where."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select

from updago.kernel.db.counters import bump
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Denied, Invalid
from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import ROLES, Permission
from updago.kernel.permissions.grants import VIRTUAL, may_assign, may_override
from updago.kernel.permissions.models import (
    ALLOW,
    PREVENT,
    PROHIBIT,
    RoleAssignment,
    RoleOverride,
)
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.permissions.places import Place
from updago.kernel.permissions.table import COUNTER

NOT_YOURS_TO_GIVE: Final = _("You cannot give or take this role here: it is not below yours.")
NOT_YOURS_TO_CHANGE: Final = _("You cannot change this right of this role here.")
UNKNOWN_ROLE: Final = _("This role does not exist or cannot be given.")


@operation("core.role.assign")
def assign_role(
    act: Act,
    *,
    person_id: int,
    role: str,
    place: Place,
    granted_by: Oracle | None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> RoleAssignment:
    """Give a person a role at the innermost level of a place; giving it again sets its dates.

    `granted_by` is the oracle of the actor; None is for the system alone. Raises Denied when the
    actor may not give this role there, Invalid for a role that nobody is given.
    """
    if role not in ROLES or role in VIRTUAL:
        raise Invalid(UNKNOWN_ROLE, field="role")
    _refuse_strangers(act, granted_by, role, place)
    found = _assignment(act, person_id, role, place)
    if found is None:
        level, object_id = place.levels[-1]
        found = RoleAssignment(person_id=person_id, role=role, level=level, object_id=object_id)
        act.session.add(found)
    act.restore(found)
    found.starts_at, found.ends_at = starts_at, ends_at
    act.session.flush()
    return found


@operation("core.role.unassign")
def unassign_role(
    act: Act, *, person_id: int, role: str, place: Place, granted_by: Oracle | None
) -> None:
    """Take a role back; taking it twice changes nothing. Raises Denied as `assign_role`."""
    _refuse_strangers(act, granted_by, role, place)
    found = _assignment(act, person_id, role, place)
    if found is not None:
        act.session.delete(found)


@operation("core.role.override")
def set_override(
    act: Act,
    *,
    role: str,
    permission: str,
    place: Place,
    value: str,
    granted_by: Oracle | None,
) -> None:
    """Say what a role may do at the innermost level of a place and below.

    `value` is allow, prevent or prohibit; an empty one takes the override away. Raises Denied
    when the actor may not change this, Invalid for an unknown role, permission or value.
    """
    if role not in ROLES or permission not in act.session.info["declared"](Permission):
        raise Invalid(UNKNOWN_ROLE, field="role")
    if value not in {"", ALLOW, PREVENT, PROHIBIT}:
        raise Invalid(_("Choose allow, prevent, prohibit or nothing."), field="value")
    _refuse_system_only(act, granted_by)
    if granted_by is not None and not may_override(granted_by, role, permission, place):
        raise Denied(NOT_YOURS_TO_CHANGE)
    level, object_id = place.levels[-1]
    key = {"role": role, "permission": permission, "level": level, "object_id": object_id}
    found = act.session.scalar(select(RoleOverride).filter_by(**key))
    if value and found is None:
        act.session.add(RoleOverride(**key, value=value))
    elif value and found is not None:
        found.value = value
    elif found is not None:
        act.session.delete(found)
    bump(act.session, COUNTER)


def _assignment(act: Act, person_id: int, role: str, place: Place) -> RoleAssignment | None:
    level, object_id = place.levels[-1]
    return act.session.scalar(
        select(RoleAssignment).filter_by(
            person_id=person_id, role=role, level=level, object_id=object_id
        )
    )


def _refuse_strangers(act: Act, granted_by: Oracle | None, role: str, place: Place) -> None:
    _refuse_system_only(act, granted_by)
    if granted_by is not None and not may_assign(granted_by, role, place):
        raise Denied(NOT_YOURS_TO_GIVE)


def _refuse_system_only(act: Act, granted_by: Oracle | None) -> None:
    if granted_by is None and act.actor_id is not None:
        raise Denied(NOT_YOURS_TO_GIVE)
