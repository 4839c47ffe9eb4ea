"""Every write about web addresses. Called by the kernel's operations on activities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from plugins.url.addresses import host_of, is_web_address
from plugins.url.models import Link
from updago.api.errors import Invalid
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.spaces import Activity


@operation("url.link.save")
def save_url(act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    """Write the address. Raises Invalid for what is no web address."""
    link = act.session.scalar(select(Link).where(Link.activity_id == activity.id))
    if link is None:
        link = act.add(Link(activity_id=activity.id))
    address = data.get("address", link.address).strip()
    if not is_web_address(address):
        raise Invalid(
            _("Write a web address that begins with https:// or http://."), field="address"
        )
    link.address = address
    link.display = data.get("display", link.display)
    activity.meta = {**activity.meta, "host": host_of(address)}


@operation("url.link.copy")
def copy_url(act: Act, source: Activity, target: Activity) -> None:
    """Give a duplicated activity the same address."""
    link = act.session.scalars(select(Link).where(Link.activity_id == source.id)).one()
    act.add(Link(activity_id=target.id, address=link.address, display=link.display))
    target.meta = dict(source.meta)
