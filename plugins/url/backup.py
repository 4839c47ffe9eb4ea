"""A web address in UPdago's own archives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from plugins.url.operations import save_url
from plugins.url.queries import form_data
from updago.api.operations import Act
from updago.api.ports import Loading
from updago.api.spaces import Activity


def dump(session: Session, activity_id: int) -> Mapping[str, Any]:
    """The address as JSON values."""
    return dict(form_data(session, activity_id))


def load(act: Act, activity: Activity, values: Mapping[str, Any], _loading: Loading) -> None:
    """Make the address of what `dump` gave."""
    save_url(act, activity, values)
