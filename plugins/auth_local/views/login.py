"""The form with a username and a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from pyramid.httpexceptions import HTTPSeeOther

from plugins.auth_local.operations import METHOD, rehash
from plugins.auth_local.queries import Credentials, credentials_of
from updago.api.accounts import SignIn, next_of, ways_beside
from updago.api.errors import UpdagoError, WrongGuess
from updago.api.i18n import _
from updago.api.web import (
    Action,
    FieldGroup,
    Form,
    FormField,
    LoginView,
    Notice,
    guessing,
    page_of,
    sign_in,
)

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

    from plugins.auth_local.hashing import Hasher

LOGIN_LIMIT: Final = 254
NAME_COOKIE: Final = "updago-name"
NAME_SECONDS: Final = 60 * 86_400
NOT_KNOWN: Final = _("We do not recognise this name and password.")
LOOK_AGAIN: Final = _("Check the Caps Lock key, then try again. What you typed is kept.")
COOKIES: Final = _("Your browser must accept cookies: one keeps you signed in until you leave.")


def show(request: Request) -> dict[str, Any]:
    """The form; a refused one comes back with the name and the reason, never the password."""
    title = request.translate(_("Sign in"))
    typed = request.typed or {}
    name = typed.get("username", _remembered(request))
    keeps = "remember" in typed if typed else bool(_remembered(request))
    refusal = request.refusal
    model = LoginView(
        title=title,
        over=request.site.state.setting("site_name"),
        form=_form(request, name if isinstance(name, str) else "", keeps=keeps),
        notice=_notice(request, refusal) if refusal is not None else _already(request),
        ways=ways_beside(request, METHOD, next_of(request)),
        cookies=request.translate(COOKIES),
    )
    return {"page": page_of(request, title), "model": model}


def enter(request: Request) -> Response:
    """Check the password, then sign in; the answer is a redirect to a path of this site."""
    name, password = _text(request, "username").strip(), _text(request, "password")
    credentials = proven(request, name, password)
    hasher: Hasher = request.registry["auth_local.hasher"]
    if credentials.encoded and hasher.is_old(credentials.encoded):
        encoded = hasher.hash(password)
        rehash(
            request.act,
            person_id=credentials.person_id,
            before=credentials.encoded,
            encoded=encoded,
        )
    sign_in(request, SignIn(METHOD, credentials.subject))
    response = HTTPSeeOther(next_of(request))
    _remember(request, response, name if "remember" in request.POST else "")
    return response


def proven(request: Request, name: str, password: str) -> Credentials:
    """The credentials of a name whose password fits.

    Unknown names, people without a password here and wrong passwords take the same time and end
    in the same sentence. Raises WrongGuess, TooManyFailures, Unavailable.
    """
    hasher: Hasher = request.registry["auth_local.hasher"]
    with guessing(request, f"sign-in {name}"):
        credentials = credentials_of(request.db, name)
        encoded = credentials.encoded if credentials else None
        if not hasher.verify(encoded, password) or credentials is None:
            raise WrongGuess(NOT_KNOWN, field="password")
    return credentials


def _form(request: Request, name: str, *, keeps: bool) -> Form:
    says = request.translate
    refused = request.refusal is not None
    fields = (
        FormField(
            "username",
            says(_("Username or e-mail address")),
            value=name[:LOGIN_LIMIT],
            required=True,
            autocomplete="username",
            attrs=(("autocapitalize", "none"), ("spellcheck", "false")),
        ),
        FormField(
            "password",
            says(_("Password")),
            "password",
            required=True,
            autocomplete="current-password",
            error=says(_("Type your password again.")) if refused else "",
        ),
        FormField(
            "remember",
            says(_("Remember the username")),
            "checkbox",
            value="1",
            checked=keeps,
            hint=says(_("Better not on a shared computer.")),
        ),
    )
    return Form(
        action=request.route_path("auth_local.login"),
        groups=(FieldGroup(fields),),
        submit=says(_("Sign in")),
        hidden=(("next", next_of(request)),),
    )


def _notice(request: Request, refusal: UpdagoError) -> Notice:
    says = request.translate
    detail = says(LOOK_AGAIN) if refusal.sentence == NOT_KNOWN else ""
    return Notice(says(refusal.sentence), "bad", detail)


def _already(request: Request) -> Notice | None:
    if request.visitor.person_id is None:
        return None
    text = _("You are signed in as ${name} already.", {"name": request.visitor.name})
    go_on = Action(request.translate(_("Go on")), next_of(request))
    return Notice(request.translate(text), action=go_on)


def _text(request: Request, name: str) -> str:
    value = request.POST.get(name, "")
    return value if isinstance(value, str) else ""


def _remembered(request: Request) -> str:
    return unquote(request.cookies.get(NAME_COOKIE, ""))[:LOGIN_LIMIT]


def _remember(request: Request, response: Response, name: str) -> None:
    if name:
        response.set_cookie(
            NAME_COOKIE,
            quote(name[:LOGIN_LIMIT], safe="@"),
            max_age=NAME_SECONDS,
            path="/login",
            secure=request.scheme == "https",
            httponly=True,
            samesite="Strict",
        )
    elif NAME_COOKIE in request.cookies:
        response.delete_cookie(NAME_COOKIE, path="/login")
