"""Counters: one small row per cached thing; whoever changes the thing bumps its counter."""

from __future__ import annotations

from sqlalchemy import BigInteger, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from updago.kernel.db.base import Base, tag


class Counter(Base):
    """`name` → how often the thing changed: permissions, plugins, settings, categories, blocks."""

    __tablename__ = "core_counter"

    name: Mapped[str] = mapped_column(String(80), primary_key=True, info=tag(impersonal=True))
    value: Mapped[int] = mapped_column(BigInteger, default=0)


def bump(session: Session, name: str) -> None:
    """Say that the thing changed; every process sees it with its next request.

    Whoever bumps the same counter at the same time, be it the first time, waits and counts on.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(
        dialect.insert(Counter)
        .values(name=name, value=1)
        .on_conflict_do_update(index_elements=[Counter.name], set_={"value": Counter.value + 1})
    )


def counters(session: Session) -> dict[str, int]:
    """All counters, one query."""
    return {row.name: row.value for row in session.execute(select(Counter.name, Counter.value))}
