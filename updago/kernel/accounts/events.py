"""What happens to accounts, for whoever keeps something about people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from updago.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PersonCreated(Event):
    """Somebody has an account now."""

    name: ClassVar[str] = "core.person.created"
    person_id: int


@dataclass(frozen=True, slots=True)
class PersonDeleted(Event):
    """An account was marked deleted; its rows stay until the purge."""

    name: ClassVar[str] = "core.person.deleted"
    person_id: int


@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    """A person signed in by a method."""

    name: ClassVar[str] = "core.person.signed_in"
    person_id: int
    method: str
