"""`updago users set-password`, and the links of invitations."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from plugins.auth_local.hashing import Hasher
from plugins.auth_local.operations import make_link, store_password
from plugins.auth_local.rules import check_password
from updago.api.accounts import address_of, new_token, person_called

if TYPE_CHECKING:
    from updago.api.commands import Site

INVITATION: Final = timedelta(hours=24)
CHOOSE_PATH: Final = "/login/local/choose"


def invite(site: Site, person_id: int) -> str:
    """The path of a page where the person chooses a first password, within a day."""
    token = new_token()
    with site.acting() as act:
        make_link(act, person_id=person_id, token=token, lifetime=INVITATION)
    return f"{CHOOSE_PATH}?token={token}"


def set_password(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Read a password from standard input, or make a link to choose one."""
    person_id = person_called(site, arguments.username)
    if arguments.link:
        link = address_of(site, invite(site, person_id))
        return {"username": arguments.username, "link": link}
    password = _read_password()
    check_password(password, site.state.setting("auth_local.password_length"), arguments.username)
    encoded = Hasher().hash(password)
    with site.acting() as act:
        store_password(act, person_id=person_id, encoded=encoded)
    return {"username": arguments.username}


def for_set_password(parser: argparse.ArgumentParser) -> None:
    """The options of `users set-password`; the password itself is never one."""
    parser.add_argument("username")
    parser.add_argument("--link", action="store_true", help="print a link to choose it instead")


def _read_password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass()
    return sys.stdin.readline().rstrip("\r\n")
