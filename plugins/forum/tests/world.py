"""What the gates find in a forum."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from plugins.forum.models import Discussion, Post
from plugins.forum.operations import Writing, reply, start_discussion
from updago.api.text import RichText
from updago.testing.growth import multiply, numbered
from updago.testing.world import Side


def objects(site: Any, side: Side) -> dict[str, int]:
    """A discussion of the student's group, and the answer that ended it."""
    writing = Writing(RichText.of("<p>Pourquoi deux membranes ?</p>"))
    with site.acting(side.student.id) as act:
        discussion = start_discussion(
            act,
            activity_id=side.activities["forum"],
            subject="Mitochondrie",
            writing=writing,
            group_id=side.group_id,
        )
        post = reply(act, discussion_id=discussion.id, parent_id=None, writing=writing)
        return {"discussion_id": discussion.id, "post_id": post.id}


def grow(site: Any, side: Side, rows: int) -> None:
    """Many discussions, and many answers in the first of them."""
    with site.acting() as act:
        session = act.session
        first = select(Discussion.id).filter_by(activity_id=side.activities["forum"])
        key = session.scalars(first).first()
        answer = select(Post.id).where(Post.discussion_id == key, Post.parent_id.is_not(None))
        multiply(session, Post, session.scalars(answer).one(), rows)
        multiply(session, Discussion, key, rows, subject=numbered("Sujet", rows))
