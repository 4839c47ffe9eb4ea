"""The port for exports and erasures that column tags cannot express."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from updago.kernel.db.operation import Act


@dataclass(frozen=True, slots=True)
class PrivacyProvider:
    """`export(session, person_id)` as JSON values; `erase(act, person_id)`, safe to repeat."""

    name: str
    title: str
    export: Callable[[Session, int], Mapping[str, Any]]
    erase: Callable[[Act, int], None]
