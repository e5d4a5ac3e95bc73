"""Sealed protection matters, and filings that stop because a child was to be enrolled."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.case_tables import case_columns
from workflow.migrations.checks import allow_states

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BEFORE = (
    "draft", "submitted", "in_review", "correction_requested", "enrolled",
    "ended", "discarded", "refused", "withdrawn", "voided",
)  # fmt: skip
STATES = "'received', 'escalated', 'taken_up', 'referred', 'closed', 'mistaken'"


def upgrade() -> None:
    """Nobody under fifteen was ever enrolled: there is nothing to seal yet."""
    op.create_table(
        "protection_matter",
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("municipality", sa.String(length=5), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        *case_columns(),
        sa.CheckConstraint("origin IN ('enrolment', 'correction')", name=op.f("ck_protection_matter_origin")),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_protection_matter_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_matter")),
    )
    for column in ("affiliation_id", "state"):
        op.create_index(op.f(f"ix_protection_matter_{column}"), "protection_matter", [column])
    allow_states("affiliation", (*BEFORE, "stopped"))


def downgrade() -> None:
    """Back to refusing such a filing; one that has stopped counts as withdrawn."""
    op.execute("UPDATE affiliation SET state = 'withdrawn' WHERE state = 'stopped'")
    allow_states("affiliation", BEFORE)
    op.drop_table("protection_matter")
