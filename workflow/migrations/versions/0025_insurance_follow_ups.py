"""The insurance of each worker of an inspected home, followed until she is affiliated."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment
from workflow.migrations.case_tables import create_case_table, create_index_where

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLE = "insurance_follow_up"
STATES = (
    "not_evaluated",
    "not_affiliated",
    "required",
    "to_refer",
    "referred",
    "requested",
    "enrolling",
    "imss_refused",
    "affiliated",
    "voluntary",
    "declined",
    "no_relation",
)


def upgrade() -> None:
    """A table of its own."""
    create_case_table(
        TABLE,
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("worker_name", sa.String(length=240), nullable=True),
        sa.Column("worker_person_id", sa.Uuid(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("affiliation_id", sa.Uuid(), nullable=True),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.Column("proof", sa.String(length=20), nullable=True),
        sa.Column("proof_folio", sa.String(length=60), nullable=True),
        sa.Column("proof_seen_on", sa.Date(), nullable=True),
        sa.Column("accident_on", sa.Date(), nullable=True),
        sa.Column("required_on", sa.Date(), nullable=True),
        sa.Column("required_days", sa.Integer(), nullable=True),
        sa.Column("served_at", Moment(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_late", sa.Boolean(), nullable=True),
        sa.Column("referral_reference", sa.String(length=60), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("imss_reference", sa.String(length=60), nullable=True),
        sa.Column("imss_acted_on", sa.Date(), nullable=True),
        sa.Column("exclusion", sa.String(length=20), nullable=True),
        states=STATES,
        points_to={
            "file_id": "inspection_file",
            "worker_person_id": "person",
            "affiliation_id": "affiliation",
            "invitation_id": "invitation",
        },
        checks={
            "affiliated_is_proved": "state <> 'affiliated' OR proof IS NOT NULL",
            "proof": "proof IS NULL OR proof IN ('relation', 'constancia')",
            "relation_is_named": "proof <> 'relation' OR affiliation_id IS NOT NULL",
            "voluntary_is_excluded": "state <> 'voluntary' OR exclusion IS NOT NULL",
            "exclusion": "exclusion IS NULL OR exclusion IN ('occasional', 'establishment')",
        },
        indexed=("file_id", "worker_person_id"),
    )
    create_index_where(
        f"uq_{TABLE}_open",
        TABLE,
        ["file_id", "worker_person_id"],
        "closed_at IS NULL AND worker_person_id IS NOT NULL",
        unique=True,
    )


def downgrade() -> None:
    """Without follow-ups."""
    op.drop_table(TABLE)
