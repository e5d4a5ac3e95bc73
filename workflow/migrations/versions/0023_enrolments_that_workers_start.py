"""Enrolments that domestic workers start themselves, and whether an office has seen who they are."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Cents
from workflow.migrations.case_tables import create_case_table, create_index_where

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STATES = (
    "draft",
    "invited",
    "taken_up",
    "declined",
    "unanswered",
    "requested",
    "household_asked",
    "agreed",
    "overdue",
    "refused",
    "enrolled",
    "withdrawn",
    "lapsed",
    "discarded",
)
TEXTS = {
    "employer_name": 120,
    "employer_given_name": 80,
    "employer_first_surname": 80,
    "employer_email": 254,
    "employer_phone": 20,
    "street": 200,
    "neighbourhood": 120,
    "postal_code": 5,
    "municipality": 5,
    "weekdays": 7,
    "pay_each": 10,
    "curp": 18,
    "nss": 11,
    "tells": 40,
    "code_digest": 64,
}


def upgrade() -> None:
    """Whoever could sign in as a worker until now had shown at a counter who she is."""
    op.add_column("domestic_worker", sa.Column("identity_seen", sa.Boolean(), nullable=False, server_default=sa.true()))
    columns: list[sa.Column[object]] = [
        sa.Column(name, sa.String(length=most), nullable=True) for name, most in TEXTS.items()
    ]
    create_case_table(
        "invitation",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("hours_per_day", Cents(), nullable=True),
        sa.Column("pay_amount", Cents(), nullable=True),
        sa.Column("notifies", sa.Boolean(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("affiliation_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        states=STATES,
        points_to={
            "person_id": "person",
            "employer_id": "person",
            "household_id": "household",
            "affiliation_id": "affiliation",
        },
        checks={
            "enrolled_has_a_relation": "state <> 'enrolled' OR affiliation_id IS NOT NULL",
            "pay_is_positive": "pay_amount IS NULL OR pay_amount > 0",
        },
        indexed=("person_id", "employer_id", "affiliation_id"),
    )
    create_index_where("uq_invitation_code", "invitation", ["code_digest"], "code_digest IS NOT NULL", unique=True)


def downgrade() -> None:
    """Back to enrolments that households start."""
    op.drop_table("invitation")
    op.drop_column("domestic_worker", "identity_seen")
