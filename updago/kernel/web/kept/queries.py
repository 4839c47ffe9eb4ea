"""Finding a kept post again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from updago.kernel.web.kept.models import KeptPost
from updago.kernel.web.kept.operations import KEPT_FOR


def find_kept(session: Session, key: str, person_id: int | None, now: datetime) -> KeptPost | None:
    """The post, when it was kept for this person within the last hour."""
    return session.scalar(
        select(KeptPost).where(
            KeptPost.key == key, KeptPost.person_id == person_id, KeptPost.at > now - KEPT_FOR
        )
    )
