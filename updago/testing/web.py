"""A site seen through its pages: a client with cookies, signing in, counting queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.cookiejar import Cookie
from typing import Any

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from pyramid.interfaces import ISessionFactory
from pyramid.request import Request
from pyramid.response import Response
from pyramid_jinja2 import IJinja2Environment
from sqlalchemy import event
from webtest import TestApp, TestResponse

from updago.kernel.accounts.models import LoginSession
from updago.kernel.accounts.sessions import hash_of, new_token
from updago.kernel.app import Site, build_app
from updago.kernel.web.sessions import COOKIE_KEY

ORIGIN = "http://localhost"


class Client(TestApp):  # type: ignore[misc] # WebTest carries no types
    """One browser on a site, without JavaScript."""

    def __init__(self, site: Site, wsgi: Callable[..., Any] | None = None) -> None:
        self.site = site
        self.wsgi = wsgi or build_app(site)
        registry = self.wsgi.registry  # type: ignore[attr-defined] # Pyramid's router
        registry.getUtility(IJinja2Environment, name=".jinja2").bytecode_cache = compiled()
        # Its lint hides that the body can be rewound, as real servers let it.
        super().__init__(self.wsgi, lint=False)

    def other(self) -> Client:
        """Another browser on the same application."""
        return Client(self.site, self.wsgi)

    def sign_in(self, person_id: int) -> Client:
        """Sign a person in without a password; returns the client."""
        token = new_token()
        now = self.site.clock.now()
        with self.site.acting() as act:
            act.add(
                LoginSession(
                    token_hash=hash_of(token),
                    person_id=person_id,
                    method="test",
                    started_at=now,
                    last_seen_at=now,
                )
            )
        self._carry({COOKIE_KEY: token})
        return self

    def sign_out(self) -> None:
        """Lose the cookie, as when the browser is another one."""
        self.reset()

    def token(self) -> str:
        """A CSRF token that this browser may send."""
        page: TestResponse = self.get("/logout", status="*")
        if page.location:
            page = self.get("/login/guest")
        return str(page.html.find("input", {"name": "csrf_token"})["value"])

    def _carry(self, values: dict[str, Any]) -> None:
        request = Request.blank("/", base_url=ORIGIN)
        request.registry = self.wsgi.registry  # type: ignore[attr-defined] # Pyramid's router
        session = request.registry.getUtility(ISessionFactory)(request)
        session.update(values)
        response = Response()
        request._process_response_callbacks(response)  # noqa: SLF001 - as the router does
        name, _, rest = response.headers["Set-Cookie"].partition("=")
        self.cookiejar.set_cookie(_cookie(name, rest.partition(";")[0]))


class CompiledTemplates(BytecodeCache):
    """Templates compiled in this run: each test has its own application, all have these."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja's hook: a code of another source is refused by its checksum."""
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja's hook."""
        self._codes[bucket.key] = bucket.bytecode_to_string()


@cache
def compiled() -> CompiledTemplates:
    """The templates of this process: compiling them takes longer than most tests."""
    return CompiledTemplates()


def main_form(page: TestResponse) -> Any:
    """The first form of a page that is not part of its frame."""
    return next(form for form in page.forms.values() if form.action != "/logout")


def _cookie(name: str, value: str) -> Cookie:
    """As the jar keeps what the server sets, so that the server's next one takes its place."""
    return Cookie(
        version=0, name=name, value=value, port=None, port_specified=False,
        domain="localhost.local", domain_specified=False, domain_initial_dot=False,
        path="/", path_specified=True, secure=False, expires=None, discard=True,
        comment=None, comment_url=None, rest={},
    )  # fmt: skip


@dataclass(slots=True)
class Queries:
    """The statements that ran, of all sessions of the site."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)

    def __str__(self) -> str:
        return "\n".join(self.statements)


COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@contextmanager
def queries(site: Site) -> Iterator[Queries]:
    """Count what a page asks of the database, while the block runs."""
    seen = Queries()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(COUNTED):
            seen.statements.append(statement)

    engines = (site.database.read_engine, site.database.write_engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def make_app(make_site: Callable[..., Site]) -> Callable[..., Client]:
    """A function that gives a client: `make_app(site)`, or as `make_site(*plugins, **settings)`."""

    def make(*args: Any, **settings: Any) -> Client:
        if args and isinstance(args[0], Site):
            return Client(args[0])
        return Client(make_site(*args, **settings))

    return make


@pytest.fixture
def app(site: Site) -> Client:
    """A client of a site with every installed plugin."""
    return Client(site)
