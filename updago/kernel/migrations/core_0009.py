"""The tables of spaces courses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0009"
down_revision = "core_0008"
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_category()
    _make_core_course()
    _make_core_section()
    _make_core_activity()
    _make_core_viewed()


def downgrade() -> None:
    """Take them back."""
    _undo_core_viewed()
    _undo_core_activity()
    _undo_core_section()
    _undo_core_course()
    _undo_core_category()


def _make_core_category() -> None:
    op.create_table(
        "core_category",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["core_category.id"],
            name=op.f("fk_core_category_parent_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_category")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_category_uid")),
    )
    with op.batch_alter_table("core_category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_category_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_core_category_path"), ["path"], unique=False)


def _make_core_course() -> None:
    op.create_table(
        "core_course",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("short_name", sa.String(length=100), nullable=False),
        sa.Column("full_name", sa.String(length=255), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("format_options", sa.JSON(), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("starts", sa.String(length=80), nullable=True),
        sa.Column("ends", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("group_mode", sa.String(length=12), nullable=False),
        sa.Column("group_mode_forced", sa.Boolean(), nullable=False),
        sa.Column("default_grouping_id", sa.BigInteger(), nullable=True),
        sa.Column("tracks_completion", sa.Boolean(), nullable=False),
        sa.Column("upload_max_bytes", sa.BigInteger(), nullable=True),
        sa.Column("cover", sa.String(length=20), nullable=False),
        sa.Column("structure_version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["core_category.id"],
            name=op.f("fk_core_course_category_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_course")),
        sa.UniqueConstraint("short_name", name=op.f("uq_core_course_short_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_course_uid")),
    )
    with op.batch_alter_table("core_course", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_course_category_id"), ["category_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_core_course_code"), ["code"], unique=False)


def _make_core_section() -> None:
    op.create_table(
        "core_section",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("availability", sa.JSON(), nullable=True),
        sa.Column("is_highlighted", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["core_course.id"],
            name=op.f("fk_core_section_course_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_section")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_section_uid")),
    )
    with op.batch_alter_table("core_section", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_section_course_id_position"),
            ["course_id", "position"],
            unique=False,
        )


def _make_core_activity() -> None:
    op.create_table(
        "core_activity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("indent", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("shows_intro", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("availability", sa.JSON(), nullable=True),
        sa.Column("completion", sa.JSON(), nullable=True),
        sa.Column("group_mode", sa.String(length=12), nullable=False),
        sa.Column("grouping_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("meta", sa.JSON(), nullable=False),
        sa.Column("waiting", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["core_course.id"],
            name=op.f("fk_core_activity_course_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["core_section.id"],
            name=op.f("fk_core_activity_section_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_activity")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_activity_uid")),
    )
    with op.batch_alter_table("core_activity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_activity_course_id_section_id_position"),
            ["course_id", "section_id", "position"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_core_activity_section_id"), ["section_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_core_activity_type"), ["type"], unique=False)


def _make_core_viewed() -> None:
    op.create_table(
        "core_viewed",
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "course_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["core_activity.id"],
            name=op.f("fk_core_viewed_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["course_id"],
            ["core_course.id"],
            name=op.f("fk_core_viewed_course_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_viewed_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_core_viewed")),
    )
    with op.batch_alter_table("core_viewed", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_viewed_person_id_course_id"),
            ["person_id", "course_id"],
            unique=False,
        )


def _undo_core_viewed() -> None:
    with op.batch_alter_table("core_viewed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_viewed_person_id_course_id"))

    op.drop_table("core_viewed")


def _undo_core_activity() -> None:
    with op.batch_alter_table("core_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_activity_type"))
        batch_op.drop_index(batch_op.f("ix_core_activity_section_id"))
        batch_op.drop_index(batch_op.f("ix_core_activity_course_id_section_id_position"))

    op.drop_table("core_activity")


def _undo_core_section() -> None:
    with op.batch_alter_table("core_section", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_section_course_id_position"))

    op.drop_table("core_section")


def _undo_core_course() -> None:
    with op.batch_alter_table("core_course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_course_code"))
        batch_op.drop_index(batch_op.f("ix_core_course_category_id"))

    op.drop_table("core_course")


def _undo_core_category() -> None:
    with op.batch_alter_table("core_category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_category_path"))
        batch_op.drop_index(batch_op.f("ix_core_category_parent_id"))

    op.drop_table("core_category")
