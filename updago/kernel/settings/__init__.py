"""Settings: one INI file, each key also by environment, which wins; unknown keys stop the start."""

from __future__ import annotations

from updago.kernel.settings.declarations import Setting
from updago.kernel.settings.loading import Settings, load_settings

__all__ = ["Setting", "Settings", "load_settings"]
