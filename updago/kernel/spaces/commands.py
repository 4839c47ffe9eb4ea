"""`updago courses list` and `updago courses adopt`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.db.paging import PAGE_LIMIT, page_number
from updago.kernel.plugins.declarations import Command
from updago.kernel.spaces.adoption import adopt_all
from updago.kernel.spaces.queries import all_courses

if TYPE_CHECKING:
    from updago.kernel.app import Site


def listing(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Courses by short name, at most 100 at a time."""
    with site.database.reading() as session:
        site.state.refresh(session)
        tree = site.categories.read(session)
        found = all_courses(session, tree, page=page_number(str(arguments.page)), size=PAGE_LIMIT)
    return {"courses": list(found), "page": found.page, "total": found.total}


def for_listing(parser: argparse.ArgumentParser) -> None:
    """The options of `courses list`."""
    parser.add_argument("--page", type=int, default=1, help="from 1; 100 courses each")


def adopt(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Adopt what waited for plugins that are there now."""
    return asdict(adopt_all(site, again=arguments.again))


def for_adopting(parser: argparse.ArgumentParser) -> None:
    """The options of `courses adopt`."""
    parser.add_argument("--again", action="store_true", help="also what could not be taken before")


COMMANDS: Final = (
    Command("courses", "list", "list the courses", listing, for_listing),
    Command("courses", "adopt", "make activities of what waited for a plugin", adopt, for_adopting),
)
