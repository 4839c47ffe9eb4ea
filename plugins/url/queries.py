"""Every read about web addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.url.models import Link
from updago.api.i18n import Formats
from updago.api.spaces import ActivityNode


def link_of_activity(session: Session, activity_id: int) -> Link:
    """The address of an activity. Raises NoResultFound when its row is missing."""
    return session.scalars(select(Link).where(Link.activity_id == activity_id)).one()


def form_data(session: Session, activity_id: int) -> Mapping[str, Any]:
    """What the form of an existing address shows."""
    link = link_of_activity(session, activity_id)
    return {"address": link.address, "display": link.display}


def describe(node: ActivityNode, _formats: Formats) -> str:
    """The host, on the course page."""
    return str(node.meta.get("host", ""))
