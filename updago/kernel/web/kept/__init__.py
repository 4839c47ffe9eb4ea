"""Kept posts: what was sent after a session had ended waits an hour for the same account."""

from __future__ import annotations

from updago.kernel.web.kept.keeping import keep_post

__all__ = ["keep_post"]
