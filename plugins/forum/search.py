"""Posts as searchable documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.forum.models import Discussion, Post
from updago.api.ports import Document


def documents(session: Session, since: datetime | None) -> Iterator[Document]:
    """Posts changed since an instant, oldest first, without those of groups and private ones."""
    query = (
        select(Post, Discussion.activity_id, Discussion.subject)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .where(
            Post.deleted_at.is_(None),
            Discussion.deleted_at.is_(None),
            Discussion.group_id.is_(None),
            Post.private_to_id.is_(None),
        )
        .order_by(Post.updated_at, Post.id)
    )
    if since is not None:
        query = query.where(Post.updated_at > since)
    for post, activity_id, subject in session.execute(query):
        yield Document(str(post.uid), activity_id, subject, post.text.text(), post.updated_at)
