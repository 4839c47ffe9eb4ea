"""The two pluggy markers: `spec` on the kernel's hooks, `hookimpl` on a plugin's answers."""

from __future__ import annotations

from typing import Final

import pluggy

PROJECT: Final = "updago"

spec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
