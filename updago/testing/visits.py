"""Requests of the persons of the world, and their answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from pyramid.request import Request
from webob import Response

from updago.testing.recording import Record, Recorder
from updago.testing.web import ORIGIN
from updago.testing.world import Browser

HEADING: Final = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
FORM: Final = "application/x-www-form-urlencoded"
SAFE: Final = ("GET", "HEAD")
LOGIN: Final = "login"


class Visited(Protocol):
    """A site that persons visit, each with a browser."""

    @property
    def wsgi(self) -> Callable[..., Any]: ...

    @property
    def browsers(self) -> Mapping[str, Browser]: ...

    @property
    def recorder(self) -> Recorder: ...

    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: its answer, all its statements, and the tables it would have changed."""

    response: Response
    record: Record

    @property
    def answer(self) -> str:
        """The status; `login` for the way to the sign-in page."""
        where = self.response.location or ""
        return LOGIN if where.partition("?")[0].endswith("/login") else self.response.status[:3]

    @property
    def heading(self) -> str:
        """The first heading of the page."""
        found = HEADING.search(self.text)
        return found.group(1).strip() if found else ""

    @property
    def text(self) -> str:
        """The page; an empty text for anything but a text."""
        is_text = (self.response.content_type or "").startswith("text/")
        return str(self.response.text) if is_text and self.response.charset else ""


def visit(
    world: Visited,
    person: str,
    method: str,
    path: str,
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Visit:
    """One request; a POST sends a good token beside the fields, unless it has a body.

    Nothing is committed, whatever the answer is.
    """
    browser = world.browsers[person]
    # Each from another machine: limits by address are not what is looked at.
    request = Request.blank(path, {"REMOTE_ADDR": world.address()}, ORIGIN, method=method)
    if browser.cookie:
        request.headers["Cookie"] = browser.cookie
    if method not in SAFE:
        request.content_type = FORM
        sent = urlencode({"csrf_token": browser.token, **(fields or {})}).encode()
        request.body = sent if body is None else body
    request.headers.update(headers or {})
    with world.recorder.recording() as record:
        response = request.get_response(world.wsgi)
        response.body  # noqa: B018 - a streamed body is read here, as a server does
    return Visit(response, record)
