"""What the gates find in a forum."""

from __future__ import annotations

from typing import Any

from plugins.forum.operations import Writing, reply, start_discussion
from updago.api.text import RichText
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
