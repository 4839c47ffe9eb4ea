"""Who may give which role: nobody grants what they do not hold themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from updago.kernel.permissions.declarations import (
    ASSISTANT,
    COURSE_CREATOR,
    GUEST,
    MANAGER,
    OWNER,
    ROLES,
    SIGNED_IN,
    STUDENT,
    TEACHER,
)
from updago.kernel.permissions.models import ALLOW
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.permissions.places import Place

ASSIGN: Final = "role:assignment:edit"
OVERRIDE: Final = "role:override:edit"
# Held by what somebody is, never given.
VIRTUAL: Final = frozenset({GUEST, SIGNED_IN, OWNER})

_UNDER_TEACHER: Final = frozenset({ASSISTANT, STUDENT})
BELOW: Final[Mapping[str, frozenset[str]]] = {
    MANAGER: frozenset({MANAGER, COURSE_CREATOR, TEACHER, ASSISTANT, STUDENT}),
    COURSE_CREATOR: frozenset({TEACHER}) | _UNDER_TEACHER,
    TEACHER: _UNDER_TEACHER,
}


def may_assign(oracle: Oracle, role: str, place: Place) -> bool:
    """Whether the person may give this role to others at the place.

    The role must stand below one of theirs, and may not carry a risky permission there that
    they lack: an override may have made a low role strong.
    """
    if role not in _below(oracle, place) or not oracle.may(ASSIGN, place):
        return False
    table = oracle.table()
    return all(
        oracle.holds(permission.name, place)
        for permission in table.permissions.values()
        if permission.risk != "none"
        and table.ruling(role, permission.name, place.levels).value == ALLOW
        and table.ruling(role, permission.name, ()).value != ALLOW
    )


def assignable_roles(oracle: Oracle, place: Place) -> tuple[str, ...]:
    """The roles that the person may give at the place, highest first."""
    return tuple(role for role in ROLES if may_assign(oracle, role, place))


def may_override(oracle: Oracle, role: str, permission: str, place: Place) -> bool:
    """Whether the person may change what a role may do at the place.

    The role must stand below one of theirs (so nobody edits their own, managers excepted), and
    they must hold the permission themselves.
    """
    below = _below(oracle, place)
    if MANAGER in oracle.roles(place):
        below = below | VIRTUAL
    allowed = role in below and oracle.may(OVERRIDE, place)
    return allowed and oracle.holds(permission, place)


def _below(oracle: Oracle, place: Place) -> frozenset[str]:
    given = (BELOW.get(role, frozenset()) for role in oracle.roles(place))
    return frozenset().union(*given)
