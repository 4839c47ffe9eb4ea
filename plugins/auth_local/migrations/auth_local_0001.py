"""The tables of auth_local."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "auth_local_0001"
down_revision = None
requires = "core_0013"


def upgrade() -> None:
    """Make the changes."""
    _make_auth_local_link()
    _make_auth_local_password()


def downgrade() -> None:
    """Take them back."""
    _undo_auth_local_password()
    _undo_auth_local_link()


def _make_auth_local_link() -> None:
    op.create_table(
        "auth_local_link",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_auth_local_link_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_auth_local_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_auth_local_link_token_hash")),
    )


def _make_auth_local_password() -> None:
    op.create_table(
        "auth_local_password",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("hash", sa.String(length=255), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_auth_local_password_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_auth_local_password")),
    )


def _undo_auth_local_password() -> None:
    op.drop_table("auth_local_password")


def _undo_auth_local_link() -> None:
    op.drop_table("auth_local_link")
