"""What a password must be: long, and not the person's own name."""

from __future__ import annotations

from typing import Final

from plugins.auth_local.hashing import CHARACTERS
from updago.api.errors import Invalid
from updago.api.i18n import _

FEWEST_DIFFERENT: Final = 4


def check_password(password: str, fewest: int, *own: str) -> None:
    """Raises Invalid for a password under `fewest` characters, over 1,024, or made of `own`.

    `own` are the username and the address: a guesser tries them first.
    """
    if len(password) < fewest:
        raise Invalid(
            _("Use at least ${number} characters: a few words are easy to keep in mind."),
            {"number": fewest},
            field="password",
        )
    if len(password) > CHARACTERS:
        raise Invalid(_("Use at most 1,024 characters."), field="password")
    low = password.casefold()
    if len(set(low)) < FEWEST_DIFFERENT or low in {text.casefold() for text in own}:
        raise Invalid(
            _("This password is too easy to guess: choose another one."), field="password"
        )
