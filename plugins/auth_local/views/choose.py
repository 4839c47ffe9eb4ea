"""The page of a link: its owner chooses a password, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from plugins.auth_local.operations import METHOD, LinkSpent, choose_password
from plugins.auth_local.queries import LinkOwner, link_owner
from plugins.auth_local.rules import check_password
from updago.api.accounts import SignIn
from updago.api.errors import Invalid
from updago.api.i18n import _
from updago.api.web import FieldGroup, Form, FormField, LoginView, Notice, page_of, sign_in

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

    from plugins.auth_local.hashing import Hasher

HELD: Final = "auth_local.link"
HOME: Final = "/my"
SPENT: Final = _("This link was used already or is too old. Ask for a new one at the help desk.")
DIFFERENT: Final = _("The two passwords differ: type them again.")


def show(request: Request) -> Any:
    """Take the token out of the address first, so that no history and no referrer keeps it."""
    if token := request.GET.get("token"):
        request.session[HELD] = token
        return HTTPSeeOther(request.route_path("auth_local.choose"))
    owner = _owner(request)
    if owner is None:
        raise LinkSpent(SPENT)
    title = request.translate(_("Choose a password"))
    refusal = request.refusal
    notice = None
    if refusal is not None:
        notice = Notice(request.translate(_(str(refusal.sentence), refusal.mapping)), "bad")
    model = LoginView(
        title=title,
        over=request.site.state.setting("site_name"),
        form=_form(request, owner),
        notice=notice,
    )
    return {"page": page_of(request, title), "model": model}


def store(request: Request) -> Response:
    """Keep the password, forget the link, and let the person in at once."""
    owner = _owner(request)
    if owner is None:
        raise LinkSpent(SPENT)
    password, again = request.POST.get("password", ""), request.POST.get("again", "")
    if password != again:
        raise Invalid(DIFFERENT, field="again")
    fewest = request.site.state.setting("auth_local.password_length")
    check_password(password, fewest, owner.username, owner.email)
    hasher: Hasher = request.registry["auth_local.hasher"]
    encoded = hasher.hash(password)
    choose_password(request.act, token=request.session[HELD], encoded=encoded)
    sign_in(request, SignIn(METHOD, owner.subject))
    return HTTPSeeOther(HOME)


def _owner(request: Request) -> LinkOwner | None:
    token = request.session.get(HELD, "")
    return link_owner(request.db, token, request.site.clock.now()) if token else None


def _form(request: Request, owner: LinkOwner) -> Form:
    says = request.translate
    fewest = request.site.state.setting("auth_local.password_length")
    hint = _("At least ${number} characters; a few words are easy to keep.", {"number": fewest})
    error = getattr(request.refusal, "field", None)
    wrong = says(_("Type it again.")) if error else ""
    fields = (
        # Password managers file the new password under this name.
        FormField(
            "username",
            says(_("Username")),
            value=owner.username,
            autocomplete="username",
            attrs=(("readonly", "readonly"),),
        ),
        FormField(
            "password",
            says(_("New password")),
            "password",
            required=True,
            autocomplete="new-password",
            hint=says(hint),
            error=wrong,
        ),
        FormField(
            "again",
            says(_("The same password again")),
            "password",
            required=True,
            autocomplete="new-password",
            error=wrong,
        ),
    )
    return Form(
        action=request.route_path("auth_local.choose"),
        groups=(FieldGroup(fields),),
        submit=says(_("Keep this password")),
    )
