"""The tables of files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_blob()
    _make_core_file()


def downgrade() -> None:
    """Take them back."""
    _undo_core_file()
    _undo_core_blob()


def _make_core_blob() -> None:
    op.create_table(
        "core_blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_core_blob")),
    )


def _make_core_file() -> None:
    op.create_table(
        "core_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=True),
        sa.Column("activity_id", sa.BigInteger(), nullable=True),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("licence", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_file")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_file_uid")),
    )
    with op.batch_alter_table("core_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_file_area_activity_id_item_id"),
            ["area", "activity_id", "item_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_core_file_course_id_area"), ["course_id", "area"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_core_file_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_file_sha256"), ["sha256"], unique=False)


def _undo_core_file() -> None:
    with op.batch_alter_table("core_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_file_sha256"))
        batch_op.drop_index(batch_op.f("ix_core_file_owner_id"))
        batch_op.drop_index(batch_op.f("ix_core_file_course_id_area"))
        batch_op.drop_index(batch_op.f("ix_core_file_area_activity_id_item_id"))

    op.drop_table("core_file")


def _undo_core_blob() -> None:
    op.drop_table("core_blob")
