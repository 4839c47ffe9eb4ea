"""The tables of web kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0010"
down_revision = "core_0009"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_kept_post()


def downgrade() -> None:
    """Take them back."""
    _undo_core_kept_post()


def _make_core_kept_post() -> None:
    op.create_table(
        "core_kept_post",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.String(length=2000), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_kept_post_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_kept_post")),
        sa.UniqueConstraint("key", name=op.f("uq_core_kept_post_key")),
    )
    with op.batch_alter_table("core_kept_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_kept_post_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_core_kept_post_person_id"), ["person_id"], unique=False
        )


def _undo_core_kept_post() -> None:
    with op.batch_alter_table("core_kept_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_kept_post_person_id"))
        batch_op.drop_index(batch_op.f("ix_core_kept_post_at"))

    op.drop_table("core_kept_post")
