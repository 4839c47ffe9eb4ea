"""Permissions, places and what the access oracle answers."""

from __future__ import annotations

from updago.kernel.permissions.declarations import (
    ASSISTANT,
    COURSE_CREATOR,
    EDITORS,
    EVERYBODY_IN,
    GUEST,
    MANAGER,
    MEMBERS,
    OWNER,
    SIGNED_IN,
    STUDENT,
    TEACHER,
    TEACHERS,
    FactSource,
    Permission,
)
from updago.kernel.permissions.facts import fact
from updago.kernel.permissions.grants import assignable_roles, may_assign
from updago.kernel.permissions.operations import assign_role, unassign_role
from updago.kernel.permissions.oracle import Decision, Oracle, Step
from updago.kernel.permissions.places import SITE, Gate, Level, Place

__all__ = [
    "ASSISTANT",
    "COURSE_CREATOR",
    "EDITORS",
    "EVERYBODY_IN",
    "GUEST",
    "MANAGER",
    "MEMBERS",
    "OWNER",
    "SIGNED_IN",
    "SITE",
    "STUDENT",
    "TEACHER",
    "TEACHERS",
    "Decision",
    "FactSource",
    "Gate",
    "Level",
    "Oracle",
    "Permission",
    "Place",
    "Step",
    "assign_role",
    "assignable_roles",
    "fact",
    "may_assign",
    "unassign_role",
]
