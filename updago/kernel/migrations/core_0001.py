"""The tables of accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "core_0001"
down_revision = None
requires = None


def upgrade() -> None:
    """Make the changes."""
    _make_core_person()
    _make_core_identity()
    _make_core_login_session()


def downgrade() -> None:
    """Take them back."""
    _undo_core_login_session()
    _undo_core_identity()
    _undo_core_person()


def _make_core_person() -> None:
    op.create_table(
        "core_person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("external_id", sa.String(length=100), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_person")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_person_uid")),
        sa.UniqueConstraint("username", name=op.f("uq_core_person_username")),
    )
    with op.batch_alter_table("core_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_core_person_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_core_person_external_id"), ["external_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_core_person_last_name"), ["last_name"], unique=False)


def _make_core_identity() -> None:
    op.create_table(
        "core_identity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=254), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_identity_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_identity")),
        sa.UniqueConstraint("uid", name=op.f("uq_core_identity_uid")),
    )
    with op.batch_alter_table("core_identity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_identity_method_subject"), ["method", "subject"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_core_identity_person_id"), ["person_id"], unique=False)


def _make_core_login_session() -> None:
    op.create_table(
        "core_login_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("external_ticket", sa.String(length=256), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("acting_as_id", sa.BigInteger(), nullable=True),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_core_login_session_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_login_session_token_hash")),
    )
    with op.batch_alter_table("core_login_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_core_login_session_external_ticket"), ["external_ticket"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_core_login_session_last_seen_at"), ["last_seen_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_core_login_session_person_id"), ["person_id"], unique=False
        )


def _undo_core_login_session() -> None:
    with op.batch_alter_table("core_login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_login_session_person_id"))
        batch_op.drop_index(batch_op.f("ix_core_login_session_last_seen_at"))
        batch_op.drop_index(batch_op.f("ix_core_login_session_external_ticket"))

    op.drop_table("core_login_session")


def _undo_core_identity() -> None:
    with op.batch_alter_table("core_identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_identity_person_id"))
        batch_op.drop_index(batch_op.f("ix_core_identity_method_subject"))

    op.drop_table("core_identity")


def _undo_core_person() -> None:
    with op.batch_alter_table("core_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_core_person_last_name"))
        batch_op.drop_index(batch_op.f("ix_core_person_external_id"))
        batch_op.drop_index(batch_op.f("ix_core_person_email"))

    op.drop_table("core_person")
