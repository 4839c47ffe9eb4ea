"""Counters: one small row per cached thing; whoever changes the thing bumps its counter."""

from __future__ import annotations

from sqlalchemy import BigInteger, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from updago.kernel.db.base import Base, tag


class Counter(Base):
    """`name` → how often the thing changed: permissions, plugins, settings, categories, blocks."""

    __tablename__ = "core_counter"

    name: Mapped[str] = mapped_column(String(80), primary_key=True, info=tag(impersonal=True))
    value: Mapped[int] = mapped_column(BigInteger, default=0)


def bump(session: Session, name: str) -> None:
    """Say that the thing changed; every process sees it with its next request."""
    counter = session.get(Counter, name)
    if counter is None:
        session.add(Counter(name=name, value=1))
    else:
        counter.value = Counter.value + 1


def counters(session: Session) -> dict[str, int]:
    """All counters, one query."""
    return {row.name: row.value for row in session.execute(select(Counter.name, Counter.value))}
