"""The tables of folder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "folder_0001"
down_revision = None
requires = "core_0013"


def upgrade() -> None:
    """Make the changes."""
    _make_folder_folder()


def downgrade() -> None:
    """Take them back."""
    _undo_folder_folder()


def _make_folder_folder() -> None:
    op.create_table(
        "folder_folder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("starts_open", sa.Boolean(), nullable=False),
        sa.Column("offers_archive", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["core_activity.id"],
            name=op.f("fk_folder_folder_activity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folder_folder")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_folder_folder_activity_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_folder_folder_uid")),
    )


def _undo_folder_folder() -> None:
    op.drop_table("folder_folder")
