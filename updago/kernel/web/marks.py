"""Signed marks: small facts that go through a browser and come back unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from itsdangerous import BadData, URLSafeTimedSerializer

from updago.kernel.web.typed import CSRF_FIELD

if TYPE_CHECKING:
    from pyramid.request import Request

ACCOUNT: Final = "account of a form"
UPLOAD: Final = "file of a form"
# As long as a login session lives at most.
LONGEST_SECONDS: Final = 7 * 86_400


def sign(request: Request, purpose: str, fact: Any) -> str:
    """A JSON value as a signed, dated text for URLs and forms."""
    return _signer(request, purpose).dumps(fact)


def read(request: Request, purpose: str, text: str, max_age: int = LONGEST_SECONDS) -> Any:
    """The value of `sign`; None for anything else, and for what is older than `max_age` seconds."""
    try:
        return _signer(request, purpose).loads(text, max_age=max_age)
    except BadData:
        return None


def mark_account(request: Request) -> str:
    """The mark of the account that a form is made for; it is part of its CSRF token."""
    return sign(request, ACCOUNT, request.visitor.person_id or 0)


def account_of_form(request: Request) -> int | None:
    """The account that the posted form was made for: 0 for nobody's, None when it is not ours."""
    token = request.headers.get("X-CSRF-Token") or (request.typed or {}).get(CSRF_FIELD, "")
    if not isinstance(token, str):
        return None
    account = read(request, ACCOUNT, token.partition("~")[2])
    return account if isinstance(account, int) else None


def _signer(request: Request, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(request.registry.settings["updago.secret"], salt=purpose)
