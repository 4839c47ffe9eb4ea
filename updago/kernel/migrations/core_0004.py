"""The tables of blocks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_block()


def downgrade() -> None:
    """Take them back."""
    _undo_core_block()


def _make_core_block() -> None:
    op.create_table(
        "core_block",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("inherited", sa.Boolean(), nullable=False),
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_block")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_block_uid")),
    )
    with op.batch_alter_table("core_block", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_block_level_object_id"), ["level", "object_id"], unique=False
        )


def _undo_core_block() -> None:
    with op.batch_alter_table("core_block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_block_level_object_id"))

    op.drop_table("core_block")
