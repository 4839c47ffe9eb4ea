"""One post: changing it, deleting it and bringing it back."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request

from plugins.forum import operations
from plugins.forum.contexts import DiscussionContext
from plugins.forum.forms import AnswerForm, EditForm
from plugins.forum.permissions import DELETE_ANY, EDIT_ANY
from updago.api.errors import Denied
from updago.api.forms import bind, checked, to_model, version_of
from updago.api.i18n import _
from updago.api.web import Action, Crumb, FormView, activity_page, flash


def edit_form(request: Request) -> dict[str, Any]:
    """The form of a post that exists."""
    context: DiscussionContext = request.context
    post, discussion = context.post, context.discussion
    if post is None or not _may_change(request, EDIT_ANY):
        raise Denied(_("Only its author may change this post."))
    form = _form(request, {"subject": discussion.subject, "text": post.text})
    title = request.translate(_("Edit a post"))
    back = _address(request)
    crumbs = (Crumb(discussion.subject, back),)
    return {
        "page": activity_page(request, title, crumbs=crumbs),
        "model": FormView(
            to_model(
                request,
                form,
                action=request.path,
                submit=_("Save"),
                cancel=Action(request.translate(_("Cancel")), back),
                version=post.version,
                guard=f"post{post.id}",
            )
        ),
    }


def edit(request: Request) -> HTTPSeeOther:
    """Save the changed text."""
    context: DiscussionContext = request.context
    form = checked(request, _form_class(context))
    post = operations.edit_post(
        request.act,
        post_id=int(request.matchdict["post_id"]),
        version=version_of(request) or 0,
        text=form.text.data,
        subject=form.subject.data if isinstance(form, EditForm) else None,
        may_edit_any=request.may(EDIT_ANY),
    )
    return HTTPSeeOther(f"{_address(request)}#p{post.id}")


def delete(request: Request) -> HTTPSeeOther:
    """Delete a post; the confirmation can bring it back."""
    context: DiscussionContext = request.context
    post_id = int(request.matchdict["post_id"])
    operations.delete_post(request.act, post_id=post_id, may_delete_any=request.may(DELETE_ANY))
    back = request.route_path("forum.post.restore", post_id=post_id)
    flash(request, _("The post is deleted."), Action(request.translate(_("Undo")), back))
    if context.post is not None and context.post.parent_id is None:
        return HTTPSeeOther(request.route_path("forum.view", activity_id=context.activity.id))
    return HTTPSeeOther(_address(request))


def restore(request: Request) -> HTTPSeeOther:
    """Bring a deleted post back, for its author and for those who may delete any."""
    if not _may_change(request, DELETE_ANY):
        raise Denied(_("Only its author may change this post."))
    operations.restore_post(request.act, post_id=int(request.matchdict["post_id"]))
    return HTTPSeeOther(_address(request))


def _may_change(request: Request, any_of_them: str) -> bool:
    post = request.context.post
    mine = post is not None and post.author_id == request.visitor.person_id
    return bool(mine or request.may(any_of_them))


def _form_class(context: DiscussionContext) -> type[AnswerForm]:
    if context.post is not None and context.post.parent_id is None:
        return EditForm

    return AnswerForm


def _form(request: Request, data: dict[str, Any]) -> AnswerForm:
    form: AnswerForm = bind(request, _form_class(request.context), data)
    return form


def _address(request: Request) -> str:
    address: str = request.route_path(
        "forum.discussion.view", discussion_id=request.context.discussion.id
    )
    return address
