"""The names of roles, as people read them in a course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import (
    ASSISTANT,
    COURSE_CREATOR,
    GUEST,
    MANAGER,
    STUDENT,
    TEACHER,
)
from updago.kernel.permissions.grants import assignable_roles
from updago.kernel.spaces.operations.enrolment import ENROLLABLE

if TYPE_CHECKING:
    from pyramid.request import Request

NAMES: Final = {
    STUDENT: _("Student"),
    ASSISTANT: _("Teacher without editing"),
    TEACHER: _("Teacher"),
    MANAGER: _("Manager"),
    COURSE_CREATOR: _("Course creator"),
    GUEST: _("Guest"),
}


def role_name(request: Request, role: str) -> str:
    """The name of a role in the person's language."""
    return str(request.translate(NAMES.get(role, role)))


def enrollable_roles(request: Request) -> list[tuple[str, str]]:
    """The roles that the person may enrol others with in the course, in rising order."""
    given = assignable_roles(request.oracle, request.context.place)
    return [(role, role_name(request, role)) for role in ENROLLABLE if role in given]
