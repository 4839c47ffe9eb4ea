"""The tables of permissions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0011"
down_revision = "core_0010"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_role_override()
    _make_core_role_assignment()


def downgrade() -> None:
    """Take them back."""
    _undo_core_role_assignment()
    _undo_core_role_override()


def _make_core_role_override() -> None:
    op.create_table(
        "core_role_override",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("permission", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_role_override")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_role_override_uid")),
    )
    with op.batch_alter_table("core_role_override", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_role_override_level_object_id"),
            ["level", "object_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_core_role_override_role_permission_level_object_id"),
            ["role", "permission", "level", "object_id"],
            unique=True,
        )


def _make_core_role_assignment() -> None:
    op.create_table(
        "core_role_assignment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_role_assignment_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_role_assignment")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_role_assignment_uid")),
    )
    with op.batch_alter_table("core_role_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_role_assignment_level_object_id"),
            ["level", "object_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_core_role_assignment_person_id_role_level_object_id"),
            ["person_id", "role", "level", "object_id"],
            unique=True,
        )


def _undo_core_role_assignment() -> None:
    with op.batch_alter_table("core_role_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_role_assignment_person_id_role_level_object_id"))
        batch_op.drop_index(batch_op.f("ix_core_role_assignment_level_object_id"))

    op.drop_table("core_role_assignment")


def _undo_core_role_override() -> None:
    with op.batch_alter_table("core_role_override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_role_override_role_permission_level_object_id"))
        batch_op.drop_index(batch_op.f("ix_core_role_override_level_object_id"))

    op.drop_table("core_role_override")
