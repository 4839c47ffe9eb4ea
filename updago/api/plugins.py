"""What a plugin is made of: its manifest, its hooks, its commands and checks."""

from __future__ import annotations

from updago.kernel.plugins.declarations import Command, DemoContent, Health, HealthCheck
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.plugins.registry import Registry

__all__ = [
    "Command",
    "DemoContent",
    "Health",
    "HealthCheck",
    "Manifest",
    "Plugin",
    "Registry",
    "hookimpl",
]
