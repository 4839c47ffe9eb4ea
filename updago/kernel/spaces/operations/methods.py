"""Ways into a course: instances of enrolment methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, select

from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid
from updago.kernel.events import publish
from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import STUDENT
from updago.kernel.spaces.declarations import EnrolmentMethod
from updago.kernel.spaces.events import EnrolmentMethodChanged
from updago.kernel.spaces.models import Course, Enrolment, EnrolmentInstance
from updago.kernel.spaces.operations.common import bump_structure, declared_in, must_get
from updago.kernel.spaces.operations.enrolment import checked_role

NO_SUCH_METHOD: Final = _("This way of enrolling is not available here.")
STILL_USED: Final = _("People are enrolled this way. Unenrol them first, or turn it off.")
NAME_LIMIT: Final = 255


@operation("core.enrolment_instance.add")
def add_instance(
    act: Act,
    *,
    course_id: int,
    method: str,
    name: str = "",
    role: str = STUDENT,
    options: Mapping[str, Any] | None = None,
    enabled: bool = True,
) -> EnrolmentInstance:
    """Add a way into a course; `options` are what the method's form gives, as JSON values.

    Raises NotFound, and Invalid for a method or role that cannot be.
    """
    must_get(act, Course, course_id)
    methods = declared_in(act, EnrolmentMethod)
    if methods.find(method) is None:
        raise Invalid(NO_SUCH_METHOD, field="method")
    i = EnrolmentInstance
    count = act.session.scalar(
        select(func.count()).where(i.course_id == course_id, i.deleted_at.is_(None))
    )
    instance = act.add(
        EnrolmentInstance(
            course_id=course_id,
            method=method,
            plugin=methods.owner(method),
            name=name.strip()[:NAME_LIMIT],
            role=checked_role(role),
            options=dict(options or {}),
            enabled=enabled,
            position=count or 0,
        )
    )
    _changed(act, instance, "added")
    return instance


@operation("core.enrolment_instance.edit")
def edit_instance(
    act: Act,
    *,
    instance_id: int,
    version: int | None = None,
    name: str | None = None,
    role: str | None = None,
    options: Mapping[str, Any] | None = None,
    enabled: bool | None = None,
) -> EnrolmentInstance:
    """Change a way into a course; what is not given stays. Raises NotFound, Conflict, Invalid."""
    instance = must_get(act, EnrolmentInstance, instance_id, version)
    if name is not None:
        instance.name = name.strip()[:NAME_LIMIT]
    if role is not None:
        instance.role = checked_role(role)
    if options is not None:
        instance.options = dict(options)
    if enabled is not None:
        instance.enabled = enabled
    _changed(act, instance, "edited")
    return instance


@operation("core.enrolment_instance.remove")
def remove_instance(act: Act, *, instance_id: int) -> None:
    """Remove a way in that nobody is enrolled by. Raises NotFound, Invalid."""
    instance = must_get(act, EnrolmentInstance, instance_id)
    e = Enrolment
    used = select(e.id).where(e.instance_id == instance_id, e.deleted_at.is_(None)).limit(1)
    if act.session.scalar(used) is not None:
        raise Invalid(STILL_USED)
    act.delete(instance)
    _changed(act, instance, "removed")


def _changed(act: Act, instance: EnrolmentInstance, action: str) -> None:
    # A way in may open the course to guests, and its tree says so.
    bump_structure(act, [instance.course_id])
    publish(act, EnrolmentMethodChanged(instance.course_id, instance.id, action))
