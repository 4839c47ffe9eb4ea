"""Places: where a thing stands, for everything that the oracle decides about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from updago.kernel.permissions.oracle import Oracle

Level = tuple[str, int]
SITE_LEVEL: Final[Level] = ("site", 0)


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that closes a place for those who lack a permission: hidden, not yet open.

    `opens(oracle)` is None when the gate is shut for everybody without `bypass`; otherwise it
    says whether it is open for this person. `sentence` tells the person what is the matter;
    `is_secret` gates make the thing look as if it did not exist.
    """

    name: str
    bypass: str
    sentence: str
    is_secret: bool = True
    opens: Callable[[Oracle], bool] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The levels from the site down to the thing, and the gates on the way, outermost first.

    `levels`: (("site", 0), ("category", 3), ("category", 17), ("course", 7), ("activity", 12)).
    `person_id` is the owner of a personal place (a profile, a private file). `roles` are held
    here by whoever is signed in or looks around as a guest: "guest" in a course that is open.
    """

    levels: tuple[Level, ...] = (SITE_LEVEL,)
    gates: tuple[Gate, ...] = ()
    person_id: int | None = None
    roles: tuple[str, ...] = ()

    @property
    def course_id(self) -> int | None:
        return next((key for level, key in self.levels if level == "course"), None)


SITE: Final = Place()
