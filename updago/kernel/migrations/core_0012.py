"""The tables of spaces enrolment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0012"
down_revision = "core_0011"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_enrolment_instance()
    _make_core_enrolment()


def downgrade() -> None:
    """Take them back."""
    _undo_core_enrolment()
    _undo_core_enrolment_instance()


def _make_core_enrolment_instance() -> None:
    op.create_table(
        "core_enrolment_instance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("plugin", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["core_course.id"],
            name=op.f("fk_core_enrolment_instance_course_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_enrolment_instance")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_enrolment_instance_uid")),
    )
    with op.batch_alter_table("core_enrolment_instance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_enrolment_instance_course_id"), ["course_id"], unique=False
        )


def _make_core_enrolment() -> None:
    op.create_table(
        "core_enrolment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_access_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["core_course.id"],
            name=op.f("fk_core_enrolment_course_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["core_enrolment_instance.id"],
            name=op.f("fk_core_enrolment_instance_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_enrolment_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_enrolment")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_enrolment_uid")),
    )
    with op.batch_alter_table("core_enrolment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_enrolment_course_id_person_id"),
            ["course_id", "person_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_core_enrolment_instance_id_person_id_role"),
            ["instance_id", "person_id", "role"],
            unique=True,
        )
        batch_op.create_index(
            batch_op.f("ix_core_enrolment_person_id_state"), ["person_id", "state"], unique=False
        )


def _undo_core_enrolment() -> None:
    with op.batch_alter_table("core_enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_enrolment_person_id_state"))
        batch_op.drop_index(batch_op.f("ix_core_enrolment_instance_id_person_id_role"))
        batch_op.drop_index(batch_op.f("ix_core_enrolment_course_id_person_id"))

    op.drop_table("core_enrolment")


def _undo_core_enrolment_instance() -> None:
    with op.batch_alter_table("core_enrolment_instance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_enrolment_instance_course_id"))

    op.drop_table("core_enrolment_instance")
