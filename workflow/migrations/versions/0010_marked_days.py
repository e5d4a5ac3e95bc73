"""Hours by day of the week, and days of a relation that are marked as pause, absence, vacation or worked holiday."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("affiliation", "agreed_terms")
KINDS = "'pause', 'absence', 'vacation', 'worked_holiday'"


def upgrade() -> None:
    """Terms so far name the same hours for every day, and no day was marked."""
    for table in TABLES:
        op.add_column(table, sa.Column("weekday_hours", sa.String(length=60), nullable=True))
    op.create_table(
        "marked_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("marked_at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_marked_days_days_in_order")),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_marked_days_kind")),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_marked_days_affiliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marked_days")),
    )
    op.create_index("ix_marked_days_affiliation_id", "marked_days", ["affiliation_id", "first_day"])


def downgrade() -> None:
    """Back to days that are all alike."""
    op.drop_table("marked_days")
    for table in TABLES:
        op.drop_column(table, "weekday_hours")
