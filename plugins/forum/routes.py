"""The addresses of forums."""

from __future__ import annotations

from typing import Final

from pyramid.config import Configurator

from plugins.forum import contexts, permissions
from plugins.forum.views import discussions, forums, posts

VIEW: Final = "activity:item:view"
FORM: Final = "updago.kernel.web:templates/pages/form.jinja2"


def includeme(config: Configurator) -> None:
    """Register the pages."""
    config.add_page(
        "forum.view",
        "/forum/{activity_id}",
        permission=VIEW,
        loads=contexts.load_forum,
        get=forums.show,
        renderer="plugins.forum:templates/forum/forum.jinja2",
        rich=True,
    )
    config.add_page(
        "forum.discussion.new",
        "/forum/{activity_id}/new",
        permission=VIEW,
        loads=contexts.load_forum,
        get=forums.new_form,
        post=forums.start,
        renderer=FORM,
        rich=True,
    )
    config.add_page(
        "forum.discussion.view",
        "/forum/discussions/{discussion_id}",
        permission=VIEW,
        loads=contexts.load_discussion,
        get=discussions.show,
        renderer="plugins.forum:templates/forum/discussion.jinja2",
        rich=True,
    )
    config.add_page(
        "forum.discussion.reply",
        "/forum/discussions/{discussion_id}/reply",
        permission=permissions.REPLY,
        loads=contexts.load_discussion,
        get=discussions.show,
        post=discussions.answer,
        renderer="plugins.forum:templates/forum/discussion.jinja2",
        rich=True,
    )
    for verb, view in (("pin", discussions.pin), ("lock", discussions.lock)):
        config.add_page(
            f"forum.discussion.{verb}",
            f"/forum/discussions/{{discussion_id}}/{verb}",
            permission=permissions.MANAGE,
            loads=contexts.load_discussion,
            post=view,
        )
    config.add_page(
        "forum.post.edit",
        "/forum/posts/{post_id}/edit",
        permission=VIEW,
        loads=contexts.load_post,
        get=posts.edit_form,
        post=posts.edit,
        renderer=FORM,
        rich=True,
    )
    config.add_page(
        "forum.post.delete",
        "/forum/posts/{post_id}/delete",
        permission=VIEW,
        loads=contexts.load_post,
        post=posts.delete,
    )
    config.add_page(
        "forum.post.restore",
        "/forum/posts/{post_id}/restore",
        permission=VIEW,
        loads=contexts.load_deleted_post,
        post=posts.restore,
    )
