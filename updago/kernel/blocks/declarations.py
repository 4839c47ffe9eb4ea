"""Block types, as plugins declare them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from markupsafe import Markup

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session
    from wtforms import Form as WTForm

    from updago.kernel.i18n import Formats
    from updago.kernel.permissions.oracle import Oracle
    from updago.kernel.spaces.structure import CourseStructure

REGIONS: Final = ("aside", "content")
Page = Literal["course", "category", "dashboard", "site"]


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What a block may know while it renders: a read-only session of its own, and where it is.

    `declared(Kind)` gives the declarations of a kind whose plugins are on, by name.
    """

    session: Session
    oracle: Oracle
    person_id: int | None
    now: datetime
    formats: Formats
    translate: Callable[..., str]
    url: Callable[..., str]
    declared: Callable[[type[Any]], Mapping[str, Any]]
    options: Mapping[str, Any]
    block_uid: str
    course: CourseStructure | None = None
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class BlockContent:
    """What a block shows; an empty `html` hides the block from those who cannot edit it."""

    html: Markup
    title: str = ""


@dataclass(frozen=True, slots=True)
class BlockType:
    """A kind of block. `render` is timed, sees no request, and may not write.

    `form` (a WTForms class) edits the options of a placement; its data must be JSON values.
    """

    name: str
    title: str
    help: str
    render: Callable[[BlockContext], BlockContent]
    form: type[WTForm] | None = None
    pages: tuple[Page, ...] = ("course", "category", "dashboard", "site")
    multiple: bool = True
