"""A setting: one typed key of the file and of the environment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

ENVIRONMENT_PREFIX: Final = "UPDAGO_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One typed key.

    `name` is `key` for the kernel and `plugin.key` for a plugin; `parse` turns the text of the
    file or environment into the value; `scope` is "start" (file and environment only) or "site"
    (administrators may change it on the screen, unless file or environment fixes it).
    `wants` is the sentence for whoever typed what `parse` refuses.
    """

    name: str
    title: str
    parse: Callable[[str], Any] = str
    default: Any = None
    help: str = ""
    scope: str = "start"
    secret: bool = False
    wants: str = ""

    @property
    def variable(self) -> str:
        """Its environment variable: `forum.edit_minutes` → UPDAGO_FORUM__EDIT_MINUTES."""
        return ENVIRONMENT_PREFIX + self.name.replace(".", "__").upper()
