"""What the gates find of guest access."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugins.enrol_guest.operations import METHOD, PASSWORD


def options(_site: Any) -> Mapping[str, Mapping[str, str]]:
    """A course that guests enter by a password."""
    return {METHOD: {PASSWORD: "Sesame"}}
