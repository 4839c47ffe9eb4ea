"""What the access oracle learns about guests who typed a password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, select

from plugins.enrol_guest.models import GuestVisit
from updago.api.accounts import LoginSession
from updago.api.permissions import GUEST, fact
from updago.api.spaces import EnrolmentInstance


def visits(person_id: BindParameter[int], _now: BindParameter[datetime]) -> Select[Any]:
    """Guest of the courses whose password was typed in a session that still runs.

    Whoever edits the instance, be it for a new password, makes everybody type it again.
    """
    v, i, s = GuestVisit, EnrolmentInstance, LoginSession
    columns = fact("role", GUEST, level="course", object_id=i.course_id, note="guest password")
    return (
        select(*columns)
        .select_from(v)
        .join(i, i.id == v.instance_id)
        .join(s, s.id == v.session_id)
        .where(
            v.person_id == person_id,
            s.ended_at.is_(None),
            i.enabled,
            i.deleted_at.is_(None),
            v.at >= i.updated_at,
        )
    )
