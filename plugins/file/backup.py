"""A file resource in UPdago's own archives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from plugins.file.foreign import take_files
from plugins.file.queries import form_data
from updago.api.operations import Act
from updago.api.ports import Loading
from updago.api.spaces import Activity


def dump(session: Session, activity_id: int) -> Mapping[str, Any]:
    """The resource's own values; archives carry the files of all areas themselves."""
    return dict(form_data(session, activity_id))


def load(act: Act, activity: Activity, values: Mapping[str, Any], loading: Loading) -> None:
    """Make the resource of what `dump` gave, with the files of the archive."""
    take_files(act, activity, str(values["display"]), loading)
