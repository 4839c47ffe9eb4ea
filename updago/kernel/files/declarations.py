"""File areas, as the kernel and plugins declare them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.request import Request

    from updago.kernel.files.models import File


@dataclass(frozen=True, slots=True)
class FileArea:
    """A kind of place for files, named `plugin.area`.

    Who may see the place may read its files: `may_read(request, file)` asks the oracle. A file
    whose area is unknown, or whose plugin is off, is served to nobody.
    """

    name: str
    title: str
    may_read: Callable[[Request, File], bool]
