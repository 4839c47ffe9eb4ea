"""The port between activities and what counts as done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """One rule of an activity type: `is_met(session, activity_id, person_id, options)`."""

    name: str
    activity_type: str
    title: str
    is_met: Callable[[Session, int, int, Mapping[str, Any]], bool]
