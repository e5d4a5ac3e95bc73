"""Certificates of incapacity, and ends of relations that wait until one is over."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.case_tables import create_case_table, create_index_where

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No relation of the past has one; they are written down from now on."""
    create_case_table(
        "certified_period",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("folio", sa.String(length=20), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(length=40), nullable=False),
        states=("recorded", "confirmed", "withdrawn", "annulled"),
        points_to={"affiliation_id": "affiliation"},
        checks={"kind": "kind IN ('sickness', 'maternity', 'work_risk')", "days_in_order": "last_day >= first_day"},
        indexed=("affiliation_id",),
    )
    create_case_table(
        "awaited_end",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("wanted_day", sa.Date(), nullable=False),
        sa.Column("end_reason", sa.String(length=30), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        states=("waiting", "in_effect", "withdrawn"),
        points_to={"affiliation_id": "affiliation"},
        checks={"days_in_order": "ends_on >= wanted_day"},
        indexed=("affiliation_id",),
    )
    create_index_where(
        "uq_certified_period_folio",
        "certified_period",
        ["affiliation_id", "folio"],
        "state IN ('recorded', 'confirmed')",
        unique=True,
    )
    create_index_where("uq_awaited_end_waiting", "awaited_end", ["affiliation_id"], "state = 'waiting'", unique=True)


def downgrade() -> None:
    """Back to relations that nobody certifies."""
    op.drop_table("awaited_end")
    op.drop_table("certified_period")
