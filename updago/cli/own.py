"""The commands of the command line itself: start, look around, serve, and what is there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from updago.cli.serving import DEFAULT_HOST, DEFAULT_PORT, serve
from updago.kernel.accounts.commands import invite
from updago.kernel.accounts.operations import create_person
from updago.kernel.accounts.queries import has_identity, person_by_username
from updago.kernel.accounts.values import PersonData
from updago.kernel.app import build_app
from updago.kernel.db import migrate
from updago.kernel.errors import Invalid
from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import MANAGER
from updago.kernel.permissions.operations import assign_role
from updago.kernel.permissions.places import SITE
from updago.kernel.plugins.declarations import Command, DemoContent

if TYPE_CHECKING:
    from updago.kernel.app import Site

NO_MAIL: Final = _("Give the address of the administrator with --email.")


def init(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Bring the database up to date and make the first administrator; safe to repeat."""
    if arguments.admin and not arguments.email:
        raise Invalid(NO_MAIL)
    done = migrate.upgrade(site)
    made: dict[str, Any] = {"migrations": done}
    if arguments.admin:
        person_id = _administrator(site, arguments.admin, arguments.email)
        made["administrator"] = {"id": person_id, "username": arguments.admin}
        if link := _first_way_in(site, person_id):
            made["administrator"]["link"] = link
    return made


def _first_way_in(site: Site, person_id: int) -> str | None:
    """A link to choose a password, for whoever has no way in yet."""
    with site.database.reading() as session:
        if has_identity(session, person_id):
            return None
    return invite(site, person_id)


def demo(site: Site, _arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Load every demonstration content, each after those it needs; safe to repeat."""
    migrate.upgrade(site)
    made: dict[str, Any] = {"loaded": []}
    for content in _in_order(site.declared(DemoContent).enabled()):
        sys.stderr.write(f"{content.name}\n")
        made.update(content.load(site) or {})
        made["loaded"].append(content.name)
    return made


def routes(site: Site, _arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Every route: name, pattern, methods, permission, plugin."""
    registry = build_app(site).registry  # type: ignore[attr-defined] # Pyramid's router
    pages = registry["pages"].pages
    return {
        "routes": [
            {
                "name": page.name,
                "pattern": page.pattern,
                "methods": list(page.methods),
                "permission": page.permission,
                "plugin": page.plugin,
            }
            for page in sorted(pages.values(), key=lambda p: (p.plugin, p.name))
        ]
    }


def settings(site: Site, _arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Every setting: its variable, its value (secrets hidden) and whether it was given."""
    values = site.settings
    return {
        "file": str(values.source) if values.source else None,
        "settings": [
            {
                "name": name,
                "variable": declared.variable,
                "value": "…" if declared.secret and values[name] else str(values[name]),
                "given": name in values.given,
                "scope": declared.scope,
                "title": str(declared.title),
            }
            for name, declared in sorted(values.declared.items())
        ],
    }


def _administrator(site: Site, username: str, email: str) -> int:
    with site.acting() as act:
        person = person_by_username(act.session, username)
        if person is None:
            data = PersonData(username=username, email=email, first_name="", last_name=username)
            person = create_person(act, data)
        assign_role(act, person_id=person.id, role=MANAGER, place=SITE, granted_by=None)
        return person.id


def _in_order(contents: Mapping[str, DemoContent]) -> list[DemoContent]:
    """Each after those it needs; one that needs what is not there is left out."""
    waiting, done = dict(contents), dict[str, DemoContent]()
    while ready := [n for n, c in waiting.items() if all(x in done for x in c.needs)]:
        done[ready[0]] = waiting.pop(ready[0])
    return list(done.values())


def _for_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--admin", metavar="USERNAME", help="make this administrator")
    parser.add_argument("--email", metavar="ADDRESS", default="")


def _for_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=DEFAULT_HOST)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 takes a free one")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes")


COMMANDS: Final = (
    Command("init", "", "create or upgrade the database, make the administrator", init, _for_init),
    Command("demo", "", "load a small faculty to look around in", demo),
    Command("serve", "", "run the web site", serve, _for_serve),
    Command("routes", "", "list every route", routes),
    Command("settings", "", "list every setting and where it comes from", settings),
)
