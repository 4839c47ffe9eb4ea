"""The security policy: Pyramid asks, the oracle answers; and CSRF tokens, masked in each answer."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING, Any, Final

from pyramid.csrf import SessionCSRFStoragePolicy
from pyramid.exceptions import BadCSRFOrigin
from pyramid.interfaces import ICSRFStoragePolicy, ISecurityPolicy
from zope.interface import implementer

from updago.kernel.permissions.oracle import Decision
from updago.kernel.web.marks import mark_account
from updago.kernel.web.routing import OPEN, SIGNED_IN

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

SESSION_KEY: Final = "csrf"

GRANTED: Final = Decision(allowed=True)
SIGN_IN_FIRST: Final = Decision(allowed=False, sentence="Sign in to see this page.", hides=True)


class Permits:
    """A decision in the shape Pyramid expects: true or false, with its trace."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision

    def __bool__(self) -> bool:
        return self.decision.allowed


@implementer(ISecurityPolicy)
class OraclePolicy:
    """Identity comes from the login session, permissions from the access oracle."""

    def identity(self, request: Request) -> Any:
        return request.visitor if request.visitor.person_id else None

    def authenticated_userid(self, request: Request) -> int | None:
        person_id: int | None = request.visitor.person_id
        return person_id

    def permits(self, request: Request, context: Any, permission: str) -> Permits:
        """Decide and keep the decision on the request, for the page that explains a refusal."""
        permits = Permits(self._decide(request, context, permission))
        request.permits = permits
        return permits

    def _decide(self, request: Request, context: Any, permission: str) -> Decision:
        if permission == OPEN:
            return GRANTED
        if permission == SIGNED_IN:
            return GRANTED if request.visitor.person_id else SIGN_IN_FIRST
        if request.oracle.may(permission, context.place):
            return GRANTED
        # Only a refusal is explained to anybody: the trace of it costs.
        decision: Decision = request.oracle.decide(permission, context.place)
        return decision

    def remember(self, request: Request, userid: Any, **kw: Any) -> list[Any]:
        raise NotImplementedError("sign-in goes through accounts.operations.sign_in")

    def forget(self, request: Request, **kw: Any) -> list[Any]:
        raise NotImplementedError("sign-out goes through accounts.operations.sign_out")


@implementer(ICSRFStoragePolicy)
class MaskedTokens:
    """The session's token, hidden behind a fresh mask each time: compression cannot leak it.

    Behind a `~` it carries the mark of the account, for posts that come after the session.
    """

    def __init__(self) -> None:
        self._plain = SessionCSRFStoragePolicy(SESSION_KEY)

    def get_csrf_token(self, request: Request) -> str:
        """The token for a form of this request."""
        return f"{mask(self._plain.get_csrf_token(request))}~{mark_account(request)}"

    def new_csrf_token(self, request: Request) -> str:
        """The same, after the old one was thrown away."""
        return f"{mask(self._plain.new_csrf_token(request))}~{mark_account(request)}"

    def check_csrf_token(self, request: Request, supplied_token: str) -> bool:
        """Whether the token is ours. Raises BadCSRFOrigin for a form of another site."""
        refuse_other_origins(request)
        expected = self._plain.get_csrf_token(request)
        supplied = unmask(str(supplied_token).partition("~")[0])  # hostile forms send files here
        return secrets.compare_digest(supplied.encode(), expected.encode())


def refuse_other_origins(request: Request) -> None:
    """Refuse what another site made the browser send, by plain http too.

    Browsers name the origin of every POST (Fetch, section 3.1); a program that sends none has no
    cookie to steal a ride on. Raises BadCSRFOrigin.
    """
    own = {request.host_url, request.registry["site"].settings.base_url}
    origin = request.headers.get("Origin")
    if origin is not None and origin not in own:
        raise BadCSRFOrigin("Origin")
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        raise BadCSRFOrigin("Sec-Fetch-Site")


def mask(token: str) -> str:
    """Hide a token: base64url of a random pad and the token XORed with it."""
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    hidden = bytes(a ^ b for a, b in zip(plain, pad, strict=True))
    return base64.urlsafe_b64encode(pad + hidden).decode()


def unmask(text: str) -> str:
    """The token of `mask`; an empty string for anything else."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        half = len(raw) // 2
        return bytes(a ^ b for a, b in zip(raw[:half], raw[half:], strict=True)).decode()
    except ValueError:
        return ""


def includeme(config: Configurator) -> None:
    """Install the policy and the tokens."""
    config.set_security_policy(OraclePolicy())
    config.set_csrf_storage_policy(MaskedTokens())
    config.set_default_csrf_options(require_csrf=True, check_origin=False)
