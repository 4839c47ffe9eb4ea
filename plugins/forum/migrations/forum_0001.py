"""The tables of forum."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "forum_0001"
down_revision = None
requires = "core_0013"


def upgrade() -> None:
    """Make the changes."""
    _make_forum_discussion()
    _make_forum_forum()
    _make_forum_post()
    _make_forum_read()


def downgrade() -> None:
    """Take them back."""
    _undo_forum_read()
    _undo_forum_post()
    _undo_forum_forum()
    _undo_forum_discussion()


def _make_forum_discussion() -> None:
    op.create_table(
        "forum_discussion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_author_id", sa.BigInteger(), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["core_activity.id"],
            name=op.f("fk_forum_discussion_activity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["core_person.id"],
            name=op.f("fk_forum_discussion_author_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["core_group.id"],
            name=op.f("fk_forum_discussion_group_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_discussion")),
        sa.UniqueConstraint("uid", name=op.f("uq_forum_discussion_uid")),
    )
    with op.batch_alter_table("forum_discussion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_forum_discussion_activity_id_group_id"),
            ["activity_id", "group_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_forum_discussion_activity_id_is_pinned_last_at"),
            ["activity_id", "is_pinned", "last_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_forum_discussion_author_id"), ["author_id"], unique=False
        )


def _make_forum_forum() -> None:
    op.create_table(
        "forum_forum",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("edit_minutes", sa.Integer(), nullable=False),
        sa.Column("attachments", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["core_activity.id"],
            name=op.f("fk_forum_forum_activity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_forum")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_forum_forum_activity_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_forum_forum_uid")),
    )


def _make_forum_post() -> None:
    op.create_table(
        "forum_post",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "discussion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column(
            "private_to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["core_person.id"],
            name=op.f("fk_forum_post_author_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["discussion_id"],
            ["forum_discussion.id"],
            name=op.f("fk_forum_post_discussion_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["forum_post.id"],
            name=op.f("fk_forum_post_parent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["private_to_id"],
            ["core_person.id"],
            name=op.f("fk_forum_post_private_to_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_post")),
        sa.UniqueConstraint("uid", name=op.f("uq_forum_post_uid")),
    )
    with op.batch_alter_table("forum_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forum_post_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_forum_post_discussion_id_posted_at"),
            ["discussion_id", "posted_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_forum_post_parent_id"), ["parent_id"], unique=False)


def _make_forum_read() -> None:
    op.create_table(
        "forum_read",
        sa.Column(
            "discussion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion_id"],
            ["forum_discussion.id"],
            name=op.f("fk_forum_read_discussion_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_forum_read_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("discussion_id", "person_id", name=op.f("pk_forum_read")),
    )
    with op.batch_alter_table("forum_read", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forum_read_person_id"), ["person_id"], unique=False)


def _undo_forum_read() -> None:
    with op.batch_alter_table("forum_read", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_read_person_id"))

    op.drop_table("forum_read")


def _undo_forum_post() -> None:
    with op.batch_alter_table("forum_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_post_parent_id"))
        batch_op.drop_index(batch_op.f("ix_forum_post_discussion_id_posted_at"))
        batch_op.drop_index(batch_op.f("ix_forum_post_author_id"))

    op.drop_table("forum_post")


def _undo_forum_forum() -> None:
    op.drop_table("forum_forum")


def _undo_forum_discussion() -> None:
    with op.batch_alter_table("forum_discussion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forum_discussion_author_id"))
        batch_op.drop_index(batch_op.f("ix_forum_discussion_activity_id_is_pinned_last_at"))
        batch_op.drop_index(batch_op.f("ix_forum_discussion_activity_id_group_id"))

    op.drop_table("forum_discussion")
