"""The manifest: what a plugin says about itself before any of its code is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from updago.kernel.errors import StartError

API_VERSION: Final = (1, 0)
NAME_LIMIT: Final = 24
CATEGORIES: Final = frozenset(
    {"activity", "resource", "auth", "enrolment", "block", "question", "tool", "theme"}
)
# Addresses that outsiders rely on belong to the kernel.
RESERVED_SEGMENTS: Final = frozenset(
    [
        "login",
        "logout",
        "my",
        "courses",
        "categories",
        "admin",
        "healthz",
        "readyz",
        "metrics",
        "accessibility",
        "static",
        "files",
        "people",
        "blocks",
        "profile",
        "sessions",
        "kept",
        "api",
    ]
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Identity of a plugin.

    `name` = folder = entry point = table prefix = settings prefix (lower case, at most 24
    characters); `segment` is its part of the URL (default: the name); `needs` are the plugins
    that must be present and come first; an `essential` plugin also starts in safe mode.
    """

    name: str
    title: str
    version: str
    category: str
    api: tuple[int, int] = API_VERSION
    needs: tuple[str, ...] = ()
    segment: str = ""
    essential: bool = False
    summary: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name) or len(self.name) > NAME_LIMIT:
            raise StartError(
                "The plugin name ${name} must be lower-case letters, digits and _, at most 24.",
                {"name": self.name},
            )
        if self.category not in CATEGORIES:
            raise StartError(
                "The plugin ${name} has the unknown category ${category}.",
                {"name": self.name, "category": self.category},
            )
        if self.path in RESERVED_SEGMENTS:
            raise StartError(
                "The plugin ${name} cannot use the address /${segment}: it belongs to the site.",
                {"name": self.name, "segment": self.path},
            )

    @property
    def path(self) -> str:
        """The first segment of the plugin's addresses, without slashes."""
        return self.segment or self.name
