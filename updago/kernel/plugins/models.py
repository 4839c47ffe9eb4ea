"""What is stored about plugins and settings of the site."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Record, tag


class PluginState(Record, Base):
    """Whether an installed plugin is on for the site. No row means on."""

    __tablename__ = "core_plugin"

    name: Mapped[str] = mapped_column(String(24), unique=True, info=tag(impersonal=True))
    enabled: Mapped[bool] = mapped_column(Boolean, default=True, info=tag(audit=True))


class SiteSetting(Record, Base):
    """A setting that an administrator changed on the screen; file and environment win over it."""

    __tablename__ = "core_setting"

    name: Mapped[str] = mapped_column(String(80), unique=True, info=tag(impersonal=True))
    value: Mapped[Any] = mapped_column(JSON, info=tag(audit=True, impersonal=True))
