"""Sanctions with their breaches, reasons and filings, and the challenges of their decisions."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Cents, Moment
from workflow.migrations.case_tables import create_case_table

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every table is new."""
    _sanction()
    _sanction_breach()
    _sanction_criterion()
    _sanction_filing()
    _challenge()


def downgrade() -> None:
    """Without sanctions."""
    for table in ("challenge", "sanction_filing", "sanction_criterion", "sanction_breach", "sanction"):
        op.drop_table(table)


def _sanction() -> None:
    create_case_table(
        "sanction",
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("acta_on", sa.Date(), nullable=False),
        sa.Column("prescribes_from", sa.Date(), nullable=False),
        sa.Column("interrupted_on", sa.Date(), nullable=True),
        sa.Column("accepted_at", Moment(), nullable=True),
        sa.Column("served_at", Moment(), nullable=True),
        sa.Column("heard_at", Moment(), nullable=True),
        sa.Column("in_default", sa.Boolean(), nullable=False),
        sa.Column("arguments_days", sa.Integer(), nullable=True),
        sa.Column("arguments_served_at", Moment(), nullable=True),
        sa.Column("ready_at", Moment(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("sense", sa.String(length=20), nullable=True),
        sa.Column("instalments", sa.Integer(), nullable=True),
        sa.Column("total", Cents(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("notified_at", Moment(), nullable=True),
        sa.Column("revision_used", sa.Boolean(), nullable=False),
        sa.Column("remanded_on", sa.Date(), nullable=True),
        sa.Column("by_summary", sa.Boolean(), nullable=False),
        sa.Column("credit_number", sa.String(length=60), nullable=True),
        sa.Column("treasury", sa.String(length=120), nullable=True),
        sa.Column("collected", sa.String(length=20), nullable=True),
        sa.Column("collected_on", sa.Date(), nullable=True),
        sa.Column("collected_amount", Cents(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        states=(
            "requested",
            "to_serve",
            "service_failed",
            "to_answer",
            "heard",
            "in_default",
            "closing_arguments",
            "to_decide",
            "decided",
            "open_to_challenge",
            "challenged",
            "to_comply",
            "firm",
            "collection_requested",
            "collection_reported",
            "acquitted",
            "lapsed",
            "not_admitted",
            "without_effect",
        ),
        points_to={"inspection_id": "inspection", "file_id": "inspection_file"},
        checks={
            "total_explained": "total IS NULL OR statement IS NOT NULL",
            "decided_on_a_day": "sense IS NULL OR decided_on IS NOT NULL",
            "state": "state IN ('requested', 'to_serve', 'service_failed', 'to_answer', 'heard', 'in_default', 'closing_arguments', 'to_decide', 'decided', 'open_to_challenge', 'challenged', 'to_comply', 'firm', 'collection_requested', 'collection_reported', 'acquitted', 'lapsed', 'not_admitted', 'without_effect')",
            "sense": "sense IS NULL OR sense IN ('convicting', 'acquitting', 'not_admitted')",
            "arguments_days": "arguments_days IS NULL OR arguments_days > 0",
            "collected": "collected IS NULL OR collected IN ('paid', 'uncollectable')",
        },
        indexed=("inspection_id", "file_id"),
    )


def _sanction_breach() -> None:
    op.create_table(
        "sanction_breach",
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("broken", sa.String(length=160), nullable=False),
        sa.Column("provision", sa.String(length=20), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("presumed", sa.Boolean(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("violated_on", sa.Date(), nullable=False),
        sa.Column("proved", sa.Boolean(), nullable=True),
        sa.Column("weighing", sa.Text(), nullable=True),
        sa.Column("chosen", Cents(), nullable=True),
        sa.Column("per_worker", Cents(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("workers > 0", name=op.f("ck_sanction_breach_workers")),
        sa.ForeignKeyConstraint(["sanction_id"], ["sanction.id"], name=op.f("fk_sanction_breach_sanction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_breach")),
    )
    op.create_index(op.f("ix_sanction_breach_sanction_id"), "sanction_breach", ["sanction_id"], unique=False)
    op.create_index(op.f("uq_sanction_breach_item"), "sanction_breach", ["sanction_id", "item"], unique=True)


def _sanction_criterion() -> None:
    op.create_table(
        "sanction_criterion",
        sa.Column("criterion", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["sanction_id"], ["sanction.id"], name=op.f("fk_sanction_criterion_sanction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_criterion")),
    )
    op.create_index(op.f("ix_sanction_criterion_sanction_id"), "sanction_criterion", ["sanction_id"], unique=False)
    op.create_index(op.f("uq_sanction_criterion"), "sanction_criterion", ["sanction_id", "criterion"], unique=True)


def _sanction_filing() -> None:
    op.create_table(
        "sanction_filing",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('answer', 'arguments', 'evidence', 'lapse_request', 'unproved_standing', 'other')",
            name=op.f("ck_sanction_filing_kind"),
        ),
        sa.ForeignKeyConstraint(["sanction_id"], ["sanction.id"], name=op.f("fk_sanction_filing_sanction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction_filing")),
    )
    op.create_index(op.f("ix_sanction_filing_sanction_id"), "sanction_filing", ["sanction_id"], unique=False)


def _challenge() -> None:
    create_case_table(
        "challenge",
        sa.Column("sanction_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=True),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("suspension_asked", sa.Boolean(), nullable=False),
        sa.Column("guaranteed", sa.Boolean(), nullable=False),
        sa.Column("suspension", sa.String(length=20), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("by_summary", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        states=("to_admit", "under_review", "confirmed", "annulled", "remanded", "dismissed", "without_object"),
        points_to={"sanction_id": "sanction", "file_id": "inspection_file"},
        checks={
            "kind": "kind IN ('revision', 'nullity', 'amparo')",
            "suspension": "suspension IS NULL OR suspension IN ('granted', 'refused', 'deemed')",
            "state": "state IN ('to_admit', 'under_review', 'confirmed', 'annulled', 'remanded', 'dismissed', 'without_object')",
            "days_in_order": "decided_on IS NULL OR effective_on IS NULL OR decided_on <= effective_on",
        },
        indexed=("sanction_id", "file_id"),
    )
