"""The tables of spaces groups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0013"
down_revision = "core_0012"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_group()
    _make_core_grouping()
    _make_core_group_member()
    _make_core_grouping_member()


def downgrade() -> None:
    """Take them back."""
    _undo_core_grouping_member()
    _undo_core_group_member()
    _undo_core_grouping()
    _undo_core_group()


def _make_core_group() -> None:
    op.create_table(
        "core_group",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("participates", sa.Boolean(), nullable=False),
        sa.Column("enrolment_key", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["core_course.id"],
            name=op.f("fk_core_group_course_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_group")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_group_uid")),
    )
    with op.batch_alter_table("core_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_group_course_id"), ["course_id"], unique=False)


def _make_core_grouping() -> None:
    op.create_table(
        "core_grouping",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["core_course.id"],
            name=op.f("fk_core_grouping_course_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_grouping")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_grouping_uid")),
    )
    with op.batch_alter_table("core_grouping", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_grouping_course_id"), ["course_id"], unique=False)


def _make_core_group_member() -> None:
    op.create_table(
        "core_group_member",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["core_group.id"],
            name=op.f("fk_core_group_member_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_group_member_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_core_group_member")),
    )
    with op.batch_alter_table("core_group_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_group_member_person_id"), ["person_id"], unique=False
        )


def _make_core_grouping_member() -> None:
    op.create_table(
        "core_grouping_member",
        sa.Column(
            "grouping_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["core_group.id"],
            name=op.f("fk_core_grouping_member_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["grouping_id"],
            ["core_grouping.id"],
            name=op.f("fk_core_grouping_member_grouping_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("grouping_id", "group_id", name=op.f("pk_core_grouping_member")),
    )
    with op.batch_alter_table("core_grouping_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_grouping_member_group_id"), ["group_id"], unique=False
        )


def _undo_core_grouping_member() -> None:
    with op.batch_alter_table("core_grouping_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_grouping_member_group_id"))

    op.drop_table("core_grouping_member")


def _undo_core_group_member() -> None:
    with op.batch_alter_table("core_group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_group_member_person_id"))

    op.drop_table("core_group_member")


def _undo_core_grouping() -> None:
    with op.batch_alter_table("core_grouping", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_grouping_course_id"))

    op.drop_table("core_grouping")


def _undo_core_group() -> None:
    with op.batch_alter_table("core_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_group_course_id"))

    op.drop_table("core_group")
