"""The tables of moodle_import."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "moodle_import_0001"
down_revision = None
requires = "core_0013"


def upgrade() -> None:
    """Make the changes."""
    _make_moodle_import_run()


def downgrade() -> None:
    """Take them back."""
    _undo_moodle_import_run()


def _make_moodle_import_run() -> None:
    op.create_table(
        "moodle_import_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("file_id", sa.BigInteger(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("short_name", sa.String(length=100), nullable=False),
        sa.Column("with_people", sa.Boolean(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["core_category.id"],
            name=op.f("fk_moodle_import_run_category_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["core_course.id"],
            name=op.f("fk_moodle_import_run_course_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moodle_import_run")),
        sa.UniqueConstraint("uid", name=op.f("uq_moodle_import_run_uid")),
    )
    with op.batch_alter_table("moodle_import_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moodle_import_run_category_id"), ["category_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_moodle_import_run_course_id"), ["course_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_moodle_import_run_state"), ["state"], unique=False)


def _undo_moodle_import_run() -> None:
    with op.batch_alter_table("moodle_import_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moodle_import_run_state"))
        batch_op.drop_index(batch_op.f("ix_moodle_import_run_course_id"))
        batch_op.drop_index(batch_op.f("ix_moodle_import_run_category_id"))

    op.drop_table("moodle_import_run")
