"""What may stand in an account: names, addresses, languages and zones, checked and normalised."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from updago.kernel.errors import Invalid
from updago.kernel.i18n import UnknownZone, _, zone_of

NAME_LIMIT: Final = 100
EMAIL_LIMIT: Final = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
# ASCII only, so that no name looks like another one (full-width or Cyrillic twins).
USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")
EMAIL: Final = re.compile(r"[^@\s<>\",;]+@[^@\s<>\",;]+\.[^@\s<>\",;.]+")


def username_of(text: str) -> str:
    """A username as it is stored and compared: compatibility forms folded, lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def email_of(text: str) -> str:
    """An address as it is stored and compared: lower case."""
    return unicodedata.normalize("NFC", text).strip().lower()


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is known of a person when an account is made or changed.

    `email` may be empty for people who have none; empty `language` and `timezone` mean the
    site's.
    """

    username: str
    email: str
    first_name: str
    last_name: str
    external_id: str = ""
    language: str = ""
    timezone: str = ""

    def checked(self) -> PersonData:
        """The same, normalised. Raises Invalid with the field at fault."""
        clean = replace(
            self,
            username=username_of(self.username),
            email=email_of(self.email),
            first_name=_words(self.first_name),
            last_name=_words(self.last_name),
            external_id=self.external_id.strip(),
        )
        if not USERNAME.fullmatch(clean.username):
            raise Invalid(
                _("A username has 1 to 100 letters without accents, digits or . _ - @ +."),
                field="username",
            )
        if clean.email and (len(clean.email) > EMAIL_LIMIT or not EMAIL.fullmatch(clean.email)):
            raise Invalid(_("Give a whole address, such as name@example.org."), field="email")
        if not clean.last_name:
            raise Invalid(_("Give the last name."), field="last_name")
        for field in ("first_name", "last_name", "external_id"):
            if len(getattr(clean, field)) > NAME_LIMIT:
                raise Invalid(_("Use at most 100 characters."), field=field)
        check_zone(clean.timezone)
        return clean


def check_zone(name: str) -> None:
    """Raises Invalid for a time zone that nobody knows; an empty one is the site's."""
    if not name:
        return
    try:
        zone_of(name)
    except UnknownZone as error:
        raise Invalid(_("Choose a time zone of the list."), field="timezone") from error


def _words(text: str) -> str:
    """One line without invisible controls: names are shown inside sentences."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join(kept.split())
