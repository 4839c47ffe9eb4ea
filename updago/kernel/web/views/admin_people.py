"""The people of the site: found, suspended, let in again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.accounts.models import SUSPENDED
from updago.kernel.accounts.operations import suspend_person, unsuspend_person
from updago.kernel.accounts.queries import PersonLine, count_people, find_people
from updago.kernel.db.paging import PAGE_SIZE, Paged, page_number
from updago.kernel.i18n import _
from updago.kernel.web.admin.frame import admin_page
from updago.kernel.web.admin.people import (
    ASSIGN,
    EDIT,
    LIST,
    STATES,
    load_person,
    refuse_stronger,
    state_of,
)
from updago.kernel.web.courses.tiles import pager_of
from updago.kernel.web.models.admin import Cell, TableRow, TableView
from updago.kernel.web.parts import Action, Empty, Filter, Search

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

HEADS: Final = (_("Name"), _("Username"), _("E-mail address"), _("State"), _("Last seen"))
WORDS_LIMIT: Final = 100


def view(request: Request) -> dict[str, Any]:
    """One page of people; `q` searches, `state` narrows."""
    words = request.translate
    text, state = request.GET.get("q", "")[:WORDS_LIMIT], request.GET.get("state", "")
    state = state if state in STATES else ""
    found = _found(request, text, state)
    query = {name: value for name, value in (("q", text), ("state", state)) if value}
    here = request.route_path("admin.people")
    title = words(_("People"))
    model = TableView(
        caption=title,
        heads=tuple(words(head) for head in HEADS),
        rows=tuple(_row(request, line) for line in found),
        filters=tuple(_filters(request, text, state)),
        search=Search(
            here,
            text,
            label=words(_("Search people")),
            hidden=(("state", state),) if state else (),
        ),
        pager=pager_of(request, found, query),
        empty=_empty(request),
    )
    actions: tuple[Action, ...] = ()
    if request.may(EDIT):
        new = request.route_path("admin.person.new")
        actions = (Action(words(_("New person")), new, "user-plus", kind="primary"),)
    return {"page": admin_page(request, title, actions=actions), "model": model}


def suspend(request: Request) -> Response:
    """Close an account for now. Raises Invalid for one's own, Denied for a stronger one."""
    person = request.context.person
    refuse_stronger(request, person.id)
    suspend_person(request.act, person_id=person.id)
    back = Action(
        request.translate(_("Undo")),
        request.route_path("admin.person.unsuspend", person_id=person.id),
    )
    said = _("${name} is suspended and signed out everywhere.")
    request.flash(request.say(said, {"name": person.full_name}), undo=back)
    return HTTPSeeOther(request.route_path("admin.people"))


def unsuspend(request: Request) -> Response:
    """Open a suspended account again."""
    person = request.context.person
    refuse_stronger(request, person.id)
    unsuspend_person(request.act, person_id=person.id)
    request.flash(request.say(_("${name} may sign in again."), {"name": person.full_name}))
    return HTTPSeeOther(request.route_path("admin.people"))


def _found(request: Request, text: str, state: str) -> Paged[PersonLine]:
    page = page_number(request.GET.get("page"))
    start = (page - 1) * PAGE_SIZE
    rows = find_people(request.db, text, state, offset=start, limit=PAGE_SIZE)
    return Paged(tuple(rows), page, PAGE_SIZE, count_people(request.db, text, state))


def _row(request: Request, line: PersonLine) -> TableRow:
    now, seen = request.site.clock.now(), line.last_seen_at
    profile = request.route_path("core.person.view", person_id=line.id)
    return TableRow(
        cells=(
            Cell(line.full_name, profile),
            Cell(line.username),
            Cell(line.email),
            Cell(badge=state_of(request, line.state)),
            Cell(request.formats.relative(seen, now) if seen else request.translate(_("never"))),
        ),
        name=line.full_name,
        menu=tuple(_menu(request, line)),
    )


def _menu(request: Request, line: PersonLine) -> Iterator[Action]:
    words, here = request.translate, {"person_id": line.id}
    may_edit = request.may(EDIT)
    if may_edit:
        yield Action(words(_("Edit")), request.route_path("admin.person.edit", **here), "pencil")
    if may_edit and request.may(ASSIGN):
        href = request.route_path("admin.person.roles", **here)
        yield Action(words(_("Roles on the site")), href, "shield-check")
    if may_edit:
        invite = request.route_path("admin.person.invite", **here)
        yield Action(words(_("Link to sign in")), invite, "link")
    if not may_edit or line.id == request.visitor.person_id:
        return
    if line.state == SUSPENDED:
        href = request.route_path("admin.person.unsuspend", **here)
        yield Action(words(_("Let in again")), href, "log-in", post=True)
    else:
        href = request.route_path("admin.person.suspend", **here)
        yield Action(words(_("Suspend")), href, "lock", post=True)


def _filters(request: Request, text: str, state: str) -> Iterator[Filter]:
    here, keep = "admin.people", {"q": text} if text else {}
    everybody = request.route_path(here, _query=keep or None)
    yield Filter(request.translate(_("All")), everybody, not state)
    for name, badge in STATES.items():
        href = request.route_path(here, _query={**keep, "state": name})
        label = request.translate(badge.text)
        yield Filter(label[:1].upper() + label[1:], href, state == name)


def _empty(request: Request) -> Empty:
    words = request.translate
    text = words(_("Nobody’s name, username or address begins like this."))
    back = Action(words(_("Show everybody")), request.route_path("admin.people"))
    return Empty(words(_("Nobody found")), text, "users", back)


def includeme(config: Configurator) -> None:
    """Register the pages."""
    config.add_page(
        "admin.people", "/admin/people", permission=LIST, get=view,
        renderer="updago.kernel.web:templates/pages/admin_people.jinja2",
    )  # fmt: skip
    for name, act in (("suspend", suspend), ("unsuspend", unsuspend)):
        config.add_page(
            f"admin.person.{name}", f"/admin/people/{{person_id}}/{name}", permission=EDIT,
            loads=load_person, post=act,
        )  # fmt: skip
