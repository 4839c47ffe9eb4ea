"""A forum in UPdago's own archives: its settings; discussions belong to people's work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from plugins.forum.operations import save_forum
from plugins.forum.queries import form_data
from updago.api.operations import Act
from updago.api.ports import Loading
from updago.api.spaces import Activity


def dump(session: Session, activity_id: int) -> Mapping[str, Any]:
    """The settings as JSON values."""
    return dict(form_data(session, activity_id))


def load(act: Act, activity: Activity, values: Mapping[str, Any], _loading: Loading) -> None:
    """Make the forum of what `dump` gave."""
    save_forum(act, activity, values)
