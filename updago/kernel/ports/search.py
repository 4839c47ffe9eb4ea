"""The port through which plugins make their texts searchable."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Document:
    """One searchable text and the activity whose rights guard it."""

    uid: str
    activity_id: int
    title: str
    text: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Documents changed since an instant, oldest first; deletions are told by events."""

    name: str
    documents: Callable[[Session, datetime | None], Iterable[Document]]
