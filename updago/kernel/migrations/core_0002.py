"""The tables of db audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0002"
down_revision = "core_0001"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_audit()
    _make_core_done_once()


def downgrade() -> None:
    """Take them back."""
    _undo_core_done_once()
    _undo_core_audit()


def _make_core_audit() -> None:
    op.create_table(
        "core_audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operation", sa.String(length=80), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("on_behalf_of_id", sa.BigInteger(), nullable=True),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("object_table", sa.String(length=80), nullable=True),
        sa.Column("object_uid", sa.Uuid(), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_audit")),
    )
    with op.batch_alter_table("core_audit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_audit_actor_id_at"), ["actor_id", "at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_core_audit_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_core_audit_object_uid_at"), ["object_uid", "at"], unique=False
        )


def _make_core_done_once() -> None:
    op.create_table(
        "core_done_once",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("operation", sa.String(length=80), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arguments", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint(
            "key", "operation", "actor_id", "arguments", name=op.f("pk_core_done_once")
        ),
    )
    with op.batch_alter_table("core_done_once", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_done_once_at"), ["at"], unique=False)


def _undo_core_done_once() -> None:
    with op.batch_alter_table("core_done_once", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_done_once_at"))

    op.drop_table("core_done_once")


def _undo_core_audit() -> None:
    with op.batch_alter_table("core_audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_audit_object_uid_at"))
        batch_op.drop_index(batch_op.f("ix_core_audit_at"))
        batch_op.drop_index(batch_op.f("ix_core_audit_actor_id_at"))

    op.drop_table("core_audit")
