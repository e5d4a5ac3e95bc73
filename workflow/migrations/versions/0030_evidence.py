"""Evidence: which file belongs to which matter; and what is known of a relation that is inspected."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A new table, and two columns that may stay empty."""
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("kind IN ('photo', 'outside', 'paper', 'message', 'sound')", name=op.f("ck_evidence_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_case_id"), "evidence", ["case_id", "seq"])
    op.create_index(op.f("ix_evidence_file_sha256"), "evidence", ["file_sha256"])
    op.add_column("inspection", sa.Column("relation_modality", sa.String(length=20), nullable=True))
    op.add_column("inspection", sa.Column("worker_age", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Without them; the files stay in the store until it is swept."""
    op.drop_column("inspection", "worker_age")
    op.drop_column("inspection", "relation_modality")
    op.drop_table("evidence")
