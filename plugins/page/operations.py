"""Every write about pages. Called by the kernel's operations on activities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from plugins.page.models import Page
from updago.api.files import Shelf, adopt_files, copy_embedded
from updago.api.operations import Act, operation
from updago.api.spaces import Activity

AREA: Final = "page.content"


def shelf_of(activity: Activity) -> Shelf:
    """Where the pictures of a page lie."""
    return Shelf(AREA, course_id=activity.course_id, activity_id=activity.id)


@operation("page.page.save")
def save_page(act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    """Write the text of a page; pictures sent while it was written go on its shelf."""
    page = act.session.scalar(select(Page).where(Page.activity_id == activity.id))
    if page is None:
        page = act.add(Page(activity_id=activity.id))
    page.content = data.get("content", page.content)
    page.shows_changed = data.get("shows_changed", page.shows_changed)
    adopt_files(act, page.content, shelf_of(activity))


@operation("page.page.copy")
def copy_page(act: Act, source: Activity, target: Activity) -> None:
    """Give a duplicated activity the same text, with copies of its pictures."""
    page = act.session.scalars(select(Page).where(Page.activity_id == source.id)).one()
    act.add(
        Page(
            activity_id=target.id,
            content=copy_embedded(act, page.content, source_id=source.id, shelf=shelf_of(target)),
            shows_changed=page.shows_changed,
        )
    )
