"""The tables of db schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0008"
down_revision = "core_0007"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_schema()


def downgrade() -> None:
    """Take them back."""
    _undo_core_schema()


def _make_core_schema() -> None:
    op.create_table(
        "core_schema",
        sa.Column("plugin", sa.String(length=24), nullable=False),
        sa.Column("head", sa.String(length=32), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("plugin", name=op.f("pk_core_schema")),
    )


def _undo_core_schema() -> None:
    op.drop_table("core_schema")
