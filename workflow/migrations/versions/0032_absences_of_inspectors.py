"""The absences of inspectors, and an index for those who go as the second of two."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.case_tables import create_case_table

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A new table, and an index."""
    create_case_table(
        "inspector_absence",
        sa.Column("login_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        states=("planned", "under_way", "over", "withdrawn"),
        points_to={"login_id": "login", "substitute_id": "login"},
        checks={"days_in_order": "from_day <= until_day", "two_persons": "login_id <> substitute_id"},
        indexed=("login_id", "substitute_id"),
    )
    op.create_index(op.f("ix_inspection_second_inspector_id"), "inspection", ["second_inspector_id"])


def downgrade() -> None:
    """Without absences."""
    op.drop_index(op.f("ix_inspection_second_inspector_id"), "inspection")
    op.drop_table("inspector_absence")
