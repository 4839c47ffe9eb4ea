"""The tables of enrol_guest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "enrol_guest_0001"
down_revision = None
requires = "core_0013"


def upgrade() -> None:
    """Make the changes."""
    _make_enrol_guest_visit()


def downgrade() -> None:
    """Take them back."""
    _undo_enrol_guest_visit()


def _make_enrol_guest_visit() -> None:
    op.create_table(
        "enrol_guest_visit",
        sa.Column(
            "instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("session_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["core_enrolment_instance.id"],
            name=op.f("fk_enrol_guest_visit_instance_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["core_person.id"],
            name=op.f("fk_enrol_guest_visit_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("instance_id", "session_id", name=op.f("pk_enrol_guest_visit")),
    )
    with op.batch_alter_table("enrol_guest_visit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrol_guest_visit_person_id"), ["person_id"], unique=False
        )


def _undo_enrol_guest_visit() -> None:
    with op.batch_alter_table("enrol_guest_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrol_guest_visit_person_id"))

    op.drop_table("enrol_guest_visit")
