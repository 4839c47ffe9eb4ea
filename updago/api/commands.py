"""Commands, health checks, demo content."""

from __future__ import annotations

from updago.kernel.app import Site
from updago.kernel.plugins.declarations import Command, DemoContent, Health, HealthCheck

__all__ = [
    "Command",
    "DemoContent",
    "Health",
    "HealthCheck",
    "Site",
]
