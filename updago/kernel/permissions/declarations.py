"""Permissions and fact sources, as the kernel and plugins declare them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import BindParameter, Select

MANAGER: Final = "manager"
COURSE_CREATOR: Final = "course_creator"
TEACHER: Final = "teacher"
ASSISTANT: Final = "assistant"  # the non-editing teacher
STUDENT: Final = "student"
GUEST: Final = "guest"
SIGNED_IN: Final = "signed_in"
OWNER: Final = "owner"  # held by each person in a place of their own: a profile, a private file

ROLES: Final = (MANAGER, COURSE_CREATOR, TEACHER, ASSISTANT, STUDENT, GUEST, SIGNED_IN, OWNER)
TEACHERS: Final = (MANAGER, TEACHER, ASSISTANT)
EDITORS: Final = (MANAGER, TEACHER)
MEMBERS: Final = (MANAGER, TEACHER, ASSISTANT, STUDENT)
EVERYBODY_IN: Final = (MANAGER, TEACHER, ASSISTANT, STUDENT, GUEST)

Risk = Literal["none", "spam", "personal", "content", "config", "loss"]


@dataclass(frozen=True, slots=True)
class Permission:
    """A right `scope:object:action`, and the roles that hold it until an override says otherwise.

    `title` is the sentence people read in a refusal: "reply in this forum".
    """

    name: str
    title: str
    roles: tuple[str, ...] = ()
    risk: Risk = "none"
    # The lowest level at which an override makes sense.
    level: Literal["site", "category", "course", "activity"] = "course"


@dataclass(frozen=True, slots=True)
class FactSource:
    """Facts about one person, as one SELECT that joins the oracle's UNION ALL.

    `select(person_id, now)` is called once, with bound parameters. It returns the columns: kind
    (text), key (text), level (text or NULL), object_id (bigint or NULL), starts_at, ends_at, note
    (text or NULL).
    Kinds the oracle knows: "role" (key = role name, held at level/object_id while
    starts_at ≤ now < ends_at; note says whence, for the trace) and "group" (key = group id,
    object_id = course id).
    """

    name: str
    select: Callable[[BindParameter[int], BindParameter[datetime]], Select[Any]]
