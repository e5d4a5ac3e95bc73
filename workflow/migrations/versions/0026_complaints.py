"""Complaints with their sealed contents, and the protection matters that a danger opens."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment
from workflow.migrations.case_tables import create_case_table

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

STATES = (
    "received", "in_triage", "awaiting_data", "admitted", "oriented", "reclassified", "referred", "joined",
    "dismissed", "withdrawn",
)  # fmt: skip
CHECKS = {
    "channel": "channel IN ('web', 'telephone', 'desk', 'letter', 'referral', 'afilia')",
    "speaks_as": "speaks_as IN ('worker', 'former_worker', 'relative', 'neighbour', 'union', 'authority', 'other')",
    "wish": "wish IN ('visit', 'wait', 'letter', 'together', 'advice', 'withdrawn')",
    "matter": "matter IS NULL OR matter IN ('working_conditions', 'safety', 'social_security', 'individual_claim')",
    "relation": "relation IS NULL OR relation IN "
    "('domestic', 'occasional', 'for_profit', 'other_labour', 'none', 'unknown')",
    "referred_to": "referred_to IS NULL OR referred_to IN ('imss', 'conciliation', 'defence_office', 'other')",
}
PROTECTION_STATES = (
    "detected", "escalated", "referred", "measure_in_force", "measure_over", "concluded", "mistaken",
)  # fmt: skip
PROTECTION_CHECKS = {
    "danger": "danger IN ('child_under_fifteen', 'violence', 'confinement', 'held_documents', 'trafficking', "
    "'imminent_danger', 'retaliation')",
    "referred_to": "referred_to IS NULL OR referred_to IN ('prosecutor', 'child_protection', 'justice_centre', "
    "'labour_ministry', 'defence_office')",
    "measure_days": "measure_until IS NULL OR measure_until >= measure_from",
}


def upgrade() -> None:
    """Every table is new."""
    _complaint()
    op.create_table(
        "sealed_identity",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_sealed_identity_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_sealed_identity")),
    )
    op.create_table(
        "sealed_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_sealed_statement_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_statement")),
    )
    op.create_index(op.f("ix_sealed_statement_complaint_id"), "sealed_statement", ["complaint_id", "at"])
    _worker_protection()


def _complaint() -> None:
    create_case_table(
        "complaint",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("speaks_as", sa.String(length=20), nullable=False),
        sa.Column("wish", sa.String(length=20), nullable=False),
        sa.Column("wish_on", sa.Date(), nullable=False),
        sa.Column("worker_agrees", sa.Boolean(), nullable=True),
        sa.Column("still_working", sa.Boolean(), nullable=True),
        sa.Column("separated_on", sa.Date(), nullable=True),
        sa.Column("dangers", sa.String(length=120), nullable=False),
        sa.Column("matter", sa.String(length=20), nullable=True),
        sa.Column("relation", sa.String(length=20), nullable=True),
        sa.Column("places_home", sa.Boolean(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("data_missing", sa.Boolean(), nullable=False),
        sa.Column("clustered", sa.Boolean(), nullable=False),
        sa.Column("joined_to", sa.Uuid(), nullable=True),
        sa.Column("referred_to", sa.String(length=20), nullable=True),
        sa.Column("claim_until", sa.Date(), nullable=True),
        sa.UniqueConstraint("speaker_id", name=op.f("uq_complaint_speaker_id")),
        states=STATES,
        points_to={"file_id": "inspection_file", "joined_to": "complaint"},
        checks=CHECKS,
        indexed=("file_id",),
    )


def _worker_protection() -> None:
    create_case_table(
        "worker_protection",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("danger", sa.String(length=20), nullable=False),
        sa.Column("learnt_at", Moment(), nullable=False),
        sa.Column("referred_to", sa.String(length=20), nullable=True),
        sa.Column("referred_at", Moment(), nullable=True),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("measure_from", sa.Date(), nullable=True),
        sa.Column("measure_until", sa.Date(), nullable=True),
        sa.Column("extended", sa.Boolean(), nullable=False),
        states=PROTECTION_STATES,
        points_to={"file_id": "inspection_file"},
        checks=PROTECTION_CHECKS,
        indexed=("file_id",),
    )


def downgrade() -> None:
    """Without complaints."""
    for table in ("worker_protection", "sealed_statement", "sealed_identity", "complaint"):
        op.drop_table(table)
