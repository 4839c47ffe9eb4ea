"""The tables of url."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "url_0001"
down_revision = None
requires = "core_0013"


def upgrade() -> None:
    """Make the changes."""
    _make_url_link()


def downgrade() -> None:
    """Take them back."""
    _undo_url_link()


def _make_url_link() -> None:
    op.create_table(
        "url_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("display", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["core_activity.id"],
            name=op.f("fk_url_link_activity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_url_link")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_url_link_activity_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_url_link_uid")),
    )


def _undo_url_link() -> None:
    op.drop_table("url_link")
