"""Every read about pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from plugins.page.models import Page
from updago.api.db import ask
from updago.api.ports import Document
from updago.api.spaces import Activity
from updago.api.text import RichText


def page_of_activity(session: Session, activity_id: int) -> Page:
    """The page of an activity. Raises NoResultFound when its row is missing."""
    return session.scalars(select(Page).where(Page.activity_id == activity_id)).one()


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What the readers of a page are given."""

    content: RichText
    shows_changed: bool
    updated_at: datetime


# Built once: putting a statement together costs more than running it.
_SHOWN: Final = select(Page.content, Page.shows_changed, Page.updated_at).where(
    Page.activity_id == bindparam("activity")
)


def shown_page(session: Session, activity_id: int) -> ShownPage:
    """The page of an activity for its readers. Raises NoResultFound when its row is missing."""
    return ShownPage(*ask(session, _SHOWN, {"activity": activity_id}).one())


def form_data(session: Session, activity_id: int) -> Mapping[str, Any]:
    """What the form of an existing page shows."""
    page = page_of_activity(session, activity_id)
    return {"content": page.content, "shows_changed": page.shows_changed}


def documents(session: Session, since: datetime | None) -> Iterator[Document]:
    """Texts changed since an instant, oldest first."""
    query = (
        select(Page, Activity.name)
        .join(Activity, Activity.id == Page.activity_id)
        .where(Activity.deleted_at.is_(None))
        .order_by(Page.updated_at, Page.id)
    )
    if since is not None:
        query = query.where(Page.updated_at > since)
    for page, name in session.execute(query):
        yield Document(str(page.uid), page.activity_id, name, page.content.text(), page.updated_at)
