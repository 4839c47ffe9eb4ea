"""Ways to sign in, as plugins declare them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.request import Request

    from updago.kernel.app import Site


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a method knows after a proof: who it is, in its own terms.

    `subject` is normalised by the method; `attributes` are mapped ones only (first_name,
    last_name, email, external_id); `ticket` lets a later single logout find the session.
    """

    method: str
    subject: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class AuthMethod:
    """A way to sign in.

    `start_route` is where its door leads (a form, or a redirect to the provider); the plugin's
    own views prove who it is and hand a SignIn to `accounts.operations.sign_in`.
    `label` and `text` name its door and whom it is for. `on_logout(request, ticket)` may return
    an address of the provider to go to after logout. `invite(site, person_id)` makes the path of
    a page, good for one use, where a person without any way in gets one.
    """

    name: str
    title: str
    start_route: str
    label: str = ""
    text: str = ""
    icon: str = "user"
    on_logout: Callable[[Request, str | None], str | None] | None = None
    recovery_route: str | None = None
    invite: Callable[[Site, int], str] | None = None
