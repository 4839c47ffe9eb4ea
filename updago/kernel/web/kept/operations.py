"""Keeping posts, and forgetting them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select

from updago.kernel.db.operation import Act, operation
from updago.kernel.files.operations import Upload, note_content
from updago.kernel.web.kept.models import KeptPost

KEPT_FOR: Final = timedelta(hours=1)
# More open forms than this nobody has; the oldest goes.
MOST_PER_PERSON: Final = 20
KEY_BYTES: Final = 18


@operation("web.post.keep")
def keep(
    act: Act,
    *,
    person_id: int,
    path: str,
    fields: Sequence[tuple[str, str]],
    files: Sequence[tuple[str, Upload]],
) -> KeptPost:
    """Keep a post for one person; the contents of its files are in the store already."""
    _forget_oldest(act, person_id)
    for _, upload in files:
        note_content(act, upload.stored)
    return act.add(
        KeptPost(
            key=secrets.token_urlsafe(KEY_BYTES),
            person_id=person_id,
            at=act.now,
            path=path,
            fields=[[name, text] for name, text in fields],
            files=[
                [name, up.stored.sha256, up.stored.size, up.name, up.media_type]
                for name, up in files
            ],
        )
    )


@operation("web.posts.forget")
def forget_old(act: Act) -> None:
    """Delete what was kept for longer than an hour."""
    act.session.execute(delete(KeptPost).where(KeptPost.at <= act.now - KEPT_FOR))


def _forget_oldest(act: Act, person_id: int) -> None:
    newest = (
        select(KeptPost.id)
        .where(KeptPost.person_id == person_id)
        .order_by(KeptPost.id.desc())
        .offset(MOST_PER_PERSON - 1)
    )
    act.session.execute(delete(KeptPost).where(KeptPost.id.in_(list(act.session.scalars(newest)))))
