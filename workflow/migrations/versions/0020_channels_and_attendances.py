"""Attendances at the counter and by telephone, the answers agreed for the telephone, and the channel of an event."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment
from workflow.migrations.case_tables import create_case_table

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everything so far was done by people in their own accounts, and those events stay as they are."""
    op.add_column("event", sa.Column("channel", sa.String(length=12), nullable=True))
    create_case_table(
        "attendance",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("login_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("checked", sa.String(length=20), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        states=("in_progress", "ended"),
        points_to={"person_id": "person", "login_id": "login"},
        checks={"channel": "channel IN ('counter', 'telephone')"},
        indexed=("person_id", "login_id"),
    )
    op.create_table(
        "agreed_answer",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=255), nullable=False),
        sa.Column("agreed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agreed_answer_person_id")),
        sa.PrimaryKeyConstraint("person_id", "question", name=op.f("pk_agreed_answer")),
    )
    op.create_table(
        "caller_tries",
        sa.Column("caller", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "day", name=op.f("pk_caller_tries")),
    )


def downgrade() -> None:
    """Back to accounts alone. Events taken for somebody at an office then no longer match their hash."""
    op.drop_table("caller_tries")
    op.drop_table("agreed_answer")
    op.drop_table("attendance")
    op.drop_column("event", "channel")
