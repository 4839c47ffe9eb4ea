"""`updago users …`: people from the command line."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.accounts.declarations import AuthMethod
from updago.kernel.accounts.importing import import_line, read_people
from updago.kernel.accounts.operations import create_person, suspend_person, unsuspend_person
from updago.kernel.accounts.queries import count_people, find_people, person_by_username
from updago.kernel.accounts.values import PersonData
from updago.kernel.errors import NotFound
from updago.kernel.i18n import _
from updago.kernel.plugins.declarations import Command

if TYPE_CHECKING:
    from updago.kernel.app import Site

# Where the site is served until it is given a public address.
LOCAL: Final = "http://127.0.0.1:6543"
NOBODY: Final = _("Nobody here is called ${username}.")


def invite(site: Site, person_id: int) -> str | None:
    """The address of a page where a person gets a way in, good for one use.

    None when no method of this site gives one.
    """
    for method in site.declared(AuthMethod).enabled().values():
        if method.invite is not None:
            return address_of(site, method.invite(site, person_id))
    return None


def address_of(site: Site, path: str) -> str:
    """A path of the site as a whole address."""
    return (site.settings.base_url or LOCAL) + path


def create(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Make an account and say how its owner gets in."""
    with site.acting() as act:
        person = create_person(
            act,
            PersonData(
                username=arguments.username,
                email=arguments.email,
                first_name=arguments.first_name,
                last_name=arguments.last_name or arguments.username,
            ),
        )
        person_id, username = person.id, person.username
    made = {"id": person_id, "username": username}
    link = invite(site, person_id) if arguments.invite else None
    return {**made, "link": link} if link else made


def listing(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """People by name, at most 100 at a time."""
    with site.database.reading() as session:
        found = find_people(session, arguments.search, offset=arguments.offset, limit=100)
        total = count_people(session, arguments.search)
    people = [
        {
            "id": p.id,
            "username": p.username,
            "email": p.email,
            "name": p.full_name,
            "state": p.state,
        }
        for p in found
    ]
    return {"total": total, "people": people}


def suspend(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Close or open an account."""
    person_id = person_called(site, arguments.username)
    with site.acting() as act:
        change = unsuspend_person if arguments.undo else suspend_person
        return {"username": arguments.username, "state": change(act, person_id=person_id).state}


def import_people(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Read a CSV file line by line; with `--dry-run` nothing is kept."""
    lines = []
    with site.acting() as act:
        for number, values in read_people(arguments.file):
            lines.append(import_line(act, number, values))
        if arguments.dry_run:
            act.session.rollback()
    for line in lines:
        if line.reason:
            sys.stderr.write(f"{line.number}: {line.username}: {line.reason}\n")
    counts = Counter(line.outcome for line in lines)
    return {
        "total": len(lines),
        **{outcome: counts[outcome] for outcome in ("created", "changed", "kept", "refused")},
        "dry_run": arguments.dry_run,
        "lines": [asdict(line) for line in lines],
    }


def person_called(site: Site, username: str) -> int:
    """The id of a person by username. Raises NotFound."""
    with site.database.reading() as session:
        person = person_by_username(session, username)
        if person is None:
            raise NotFound(NOBODY, {"username": username})
        return person.id


def _for_create(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username")
    parser.add_argument("--email", default="")
    parser.add_argument("--first-name", default="")
    parser.add_argument("--last-name", default="")
    parser.add_argument("--invite", action="store_true", help="print a link to choose a password")


def _for_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--search", default="", metavar="TEXT")
    parser.add_argument("--offset", type=int, default=0)


def _for_suspend(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username")
    parser.add_argument("--undo", action="store_true", help="open the account again")


def _for_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")


COMMANDS: Final = (
    Command("users", "create", "make an account", create, _for_create),
    Command("users", "list", "list people", listing, _for_list),
    Command("users", "suspend", "close an account, or open it again", suspend, _for_suspend),
    Command("users", "import", "read people from a CSV file", import_people, _for_import),
)
