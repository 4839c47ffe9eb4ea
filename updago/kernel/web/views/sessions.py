"""A person's own sessions: where they are signed in, and how to end that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.accounts.declarations import AuthMethod
from updago.kernel.accounts.operations import end_session, end_sessions
from updago.kernel.accounts.queries import SessionLine, sessions_of
from updago.kernel.errors import NotFound
from updago.kernel.i18n import _
from updago.kernel.web.declarations import NavigationEntry
from updago.kernel.web.models.admin import Cell, TableRow, TableView
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action, Badge
from updago.kernel.web.routing import SIGNED_IN

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

SESSIONS: Final = "/sessions"
# As much of a browser's name as fits a line; the full one says no more to people.
AGENT_CHARACTERS: Final = 80

NAVIGATION: Final = (
    NavigationEntry(
        "core.sessions",
        _("Where you are signed in"),
        "person",
        "core.sessions.list",
        SIGNED_IN,
        "monitor",
        place=20,
    ),
)


def view(request: Request) -> dict[str, Any]:
    """List the sessions, this one marked."""
    says = request.translate
    title = says(_("Where you are signed in"))
    lines = sessions_of(request.db, request.visitor.person_id)
    model = TableView(
        caption=title,
        heads=tuple(
            says(head) for head in (_("Since"), _("Last seen"), _("By"), _("Network"), _("Browser"))
        ),
        rows=tuple(_rows(request, lines)),
    )
    acts: tuple[Action, ...] = ()
    if len(lines) > 1:
        label = says(_("End all other sessions"))
        acts = (Action(label, f"{SESSIONS}/others", "log-out", post=True),)
    return {"page": page_of(request, title, actions=acts), "model": model}


def end(request: Request) -> Response:
    """End one session of one's own. Raises NotFound for any other."""
    session_id = int(request.matchdict["session_id"])
    if session_id not in {s.id for s in sessions_of(request.db, request.visitor.person_id)}:
        raise NotFound(_("This session is over already."))
    end_session(request.act, session_id=session_id)
    request.flash(_("The session is ended."))
    return HTTPSeeOther(SESSIONS)


def end_others(request: Request) -> Response:
    """End every session of one's own but this one."""
    visitor = request.visitor
    end_sessions(request.act, person_id=visitor.person_id, keep_id=visitor.session_id)
    request.flash(_("All other sessions are ended."))
    return HTTPSeeOther(SESSIONS)


def _rows(request: Request, lines: Sequence[SessionLine]) -> Iterator[TableRow]:
    says, now = request.translate, request.site.clock.now()
    methods = request.site.declared(AuthMethod)
    for line in lines:
        is_this = line.id == request.visitor.session_id
        method = methods.get(line.method)
        since = request.formats.datetime(line.started_at, now)
        end = Action(says(_("End this session")), f"{SESSIONS}/{line.id}/end", "log-out", post=True)
        yield TableRow(
            cells=(
                Cell(since, badge=Badge(says(_("this one")), "info") if is_this else None),
                Cell(request.formats.datetime(line.last_seen_at, now)),
                Cell(says(method.title) if method else line.method),
                Cell(line.address),
                Cell(line.agent[:AGENT_CHARACTERS]),
            ),
            name=since,
            menu=(end,),
        )


def includeme(config: Configurator) -> None:
    """Register the pages."""
    config.add_page(
        "core.sessions.list", SESSIONS, permission=SIGNED_IN, get=view,
        renderer="updago.kernel.web:templates/pages/admin_table.jinja2",
    )  # fmt: skip
    config.add_page(
        "core.session.end", SESSIONS + "/{session_id}/end", permission=SIGNED_IN, post=end
    )
    config.add_page(
        "core.sessions.end_others", SESSIONS + "/others", permission=SIGNED_IN, post=end_others
    )
