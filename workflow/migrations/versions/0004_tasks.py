"""Tasks: what somebody should still do about a case while nothing is blocked."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.case_tables import case_columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('pending', 'overdue', 'in_office')")
STATES = "'pending', 'in_office', 'overdue', 'done', 'waived', 'lapsed'"


def upgrade() -> None:
    """No case of the past has one; they are asked from the next step on."""
    op.create_table(
        "task",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_workflow", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        *case_columns(),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_task_state")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_task_household_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["domestic_worker.id"], name=op.f("fk_task_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    for column in ("household_id", "state", "worker_id"):
        op.create_index(op.f(f"ix_task_{column}"), "task", [column])
    op.create_index(
        "uq_task_open", "task", ["subject_id", "kind"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
    )


def downgrade() -> None:
    """Back to nothing but cases that block or do not."""
    op.drop_table("task")
