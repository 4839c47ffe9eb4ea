"""The tables of db counters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0005"
down_revision = "core_0004"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_counter()


def downgrade() -> None:
    """Take them back."""
    _undo_core_counter()


def _make_core_counter() -> None:
    op.create_table(
        "core_counter",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_core_counter")),
    )


def _undo_core_counter() -> None:
    op.drop_table("core_counter")
