"""The declarative base, the columns that every exportable row has, and the tags of columns."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Final, Literal

from sqlalchemy import BigInteger, Integer, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from updago.kernel.db.types import Instant

# Named constraints: without names SQLite's batch mode could not drop them.
NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Retention = Literal["account", "course", "log", "session"]

# SQLite gives row ids to INTEGER keys only; they are 64 bits wide there.
Key = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """The base of every table. Kernel tables are prefixed `core_`, a plugin's by its name."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        uuid.UUID: Uuid(as_uuid=True),
    }


def tag(
    *,
    audit: bool = False,
    personal: str | None = None,
    subject: str = "created_by_id",
    retention: Retention = "course",
    impersonal: bool = False,
) -> dict[str, Any]:
    """Build a column's `info`.

    `audit`: before and after go to the audit log. `personal`: the name under which the value is
    exported to the person whose id stands in the column `subject`, kept as long as `retention`.
    `impersonal`: the column holds nothing about a person, said explicitly.
    """
    return {
        "audit": audit,
        "personal": personal,
        "subject": subject,
        "retention": retention,
        "impersonal": impersonal,
    }


class Record:
    """What every exportable row has: key, stable uid, version, who and when, soft deletion.

    `version` counts edits; writing a row that somebody else changed meanwhile raises Conflict.
    The stamps are filled by the session while an operation runs, never by hand.
    """

    id: Mapped[int] = mapped_column(Key, primary_key=True, sort_order=-10)
    uid: Mapped[uuid.UUID] = mapped_column(unique=True, sort_order=-9)
    version: Mapped[int] = mapped_column(default=1, sort_order=-8)
    created_at: Mapped[datetime] = mapped_column(sort_order=90)
    created_by_id: Mapped[int | None] = mapped_column(BigInteger, sort_order=91)
    updated_at: Mapped[datetime] = mapped_column(sort_order=92)
    updated_by_id: Mapped[int | None] = mapped_column(BigInteger, sort_order=93)
    deleted_at: Mapped[datetime | None] = mapped_column(sort_order=94)
    deleted_by_id: Mapped[int | None] = mapped_column(BigInteger, sort_order=95)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]
