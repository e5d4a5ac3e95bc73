"""Inspections of homes, with what is written down at the door and filed afterwards
the credentials of inspectors."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment
from workflow.migrations.case_tables import create_case_table, create_index_where

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OF_INSPECTION = (
    "inspection_answer",
    "inspection_consent",
    "inspection_filing",
    "inspection_interview",
    "inspection_measure",
    "inspection_participant",
    "inspection_reassignment",
)


def upgrade() -> None:
    """Every table is new."""
    _inspection()
    _inspector_credential()
    _inspection_answer()
    _inspection_consent()
    _inspection_filing()
    _inspection_interview()
    _inspection_measure()
    _inspection_participant()
    _inspection_reassignment()


def downgrade() -> None:
    """Without inspections."""
    for table in (*OF_INSPECTION, "inspection", "inspector_credential"):
        op.drop_table(table)


def _inspection() -> None:
    create_case_table(
        "inspection",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("inspector_id", sa.Uuid(), nullable=True),
        sa.Column("second_inspector_id", sa.Uuid(), nullable=True),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column("substitute_until", sa.Date(), nullable=True),
        sa.Column("modality", sa.String(length=20), nullable=True),
        sa.Column("matter", sa.String(length=20), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_until", sa.Date(), nullable=True),
        sa.Column("documents_asked", sa.String(length=200), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("enabled_by", sa.String(length=120), nullable=True),
        sa.Column("order_folio", sa.String(length=20), nullable=True),
        sa.Column("verification_code", sa.String(length=20), nullable=True),
        sa.Column("ordered_at", Moment(), nullable=True),
        sa.Column("ordered_by", sa.Uuid(), nullable=True),
        sa.Column("visit_at", Moment(), nullable=True),
        sa.Column("summoned_at", Moment(), nullable=True),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("began_at", Moment(), nullable=True),
        sa.Column("door_capacity", sa.String(length=20), nullable=True),
        sa.Column("attended_name", sa.String(length=240), nullable=True),
        sa.Column("absence", sa.String(length=20), nullable=True),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("judicial_reference", sa.String(length=120), nullable=True),
        sa.Column("left_at", Moment(), nullable=True),
        sa.Column("resume_at", Moment(), nullable=True),
        sa.Column("refused_at", Moment(), nullable=True),
        sa.Column("refused_by", sa.String(length=20), nullable=True),
        sa.Column("alternative", sa.String(length=20), nullable=True),
        sa.Column("documents_days", sa.Integer(), nullable=True),
        sa.Column("documents_extra_days", sa.Integer(), nullable=True),
        sa.Column("documents_served_at", Moment(), nullable=True),
        sa.Column("documents_overdue", sa.Boolean(), nullable=False),
        sa.Column("presumed", sa.Boolean(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("men", sa.Integer(), nullable=True),
        sa.Column("employer_statement", sa.Text(), nullable=True),
        sa.Column("no_witness_reason", sa.String(length=400), nullable=True),
        sa.Column("copies_to", sa.String(length=60), nullable=True),
        sa.Column("electronic_notices", sa.Boolean(), nullable=True),
        sa.Column("acta_closed_at", Moment(), nullable=True),
        sa.Column("acta_digest", sa.String(length=64), nullable=True),
        sa.Column("forwarded_at", Moment(), nullable=True),
        sa.Column("defect", sa.String(length=20), nullable=True),
        sa.Column("term_days", sa.Integer(), nullable=True),
        sa.Column("served_at", Moment(), nullable=True),
        sa.Column("first_term_ended_on", sa.Date(), nullable=True),
        sa.Column("extra_days", sa.Integer(), nullable=True),
        sa.Column("verification_at", Moment(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.UniqueConstraint("order_folio", name=op.f("uq_inspection_order_folio")),
        states=(
            "to_assign",
            "assigned",
            "ordered",
            "rescheduled",
            "summoned",
            "under_way",
            "paused",
            "not_constituted",
            "entered",
            "at_the_door",
            "refused",
            "documents_required",
            "documents_required_after_refusal",
            "acta_closed",
            "under_observation",
            "in_assessment",
            "measures_ordered",
            "compliance_requested",
            "in_verification",
            "in_sanction",
            "archived",
            "no_effect",
        ),
        points_to={
            "follows_id": "inspection",
            "inspector_id": "login",
            "second_inspector_id": "login",
            "substitute_id": "login",
            "ordered_by": "login",
            "file_id": "inspection_file",
        },
        checks={
            "entered_lawfully": "state <> 'entered' OR consent_id IS NOT NULL OR judicial_reference IS NOT NULL",
            "kind": "kind IN ('ordinary', 'extraordinary', 'orientation', 'verification')",
            "period_in_order": "period_from IS NULL OR period_from <= period_until",
            "modality": "modality IS NULL OR modality IN ('visit', 'doorstep', 'documents', 'appearance', 'interview_elsewhere')",
            "hours_in_order": "ended_at IS NULL OR began_at IS NULL OR began_at <= ended_at",
        },
        indexed=("inspector_id", "substitute_id", "file_id"),
    )


def _inspector_credential() -> None:
    create_case_table(
        "inspector_credential",
        sa.Column("login_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        states=("in_force", "expired", "withdrawn"),
        points_to={"login_id": "login"},
        checks={"days_in_order": "valid_from <= valid_until"},
        indexed=("login_id",),
    )
    create_index_where(
        "uq_inspector_credential_in_force", "inspector_credential", ["login_id"], "state = 'in_force'", unique=True
    )


def _inspection_answer() -> None:
    op.create_table(
        "inspection_answer",
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(length=400), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("presumed", sa.Boolean(), nullable=False),
        sa.Column("assessed", sa.String(length=20), nullable=True),
        sa.Column("assessed_evidence", sa.String(length=400), nullable=True),
        sa.Column("breach_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "assessed IS NULL OR assessed IN ('stands', 'disproved', 'unfounded', 'cured')",
            name=op.f("ck_inspection_answer_assessed"),
        ),
        sa.CheckConstraint(
            "result IN ('complies', 'breach', 'not_applicable', 'not_verified')",
            name=op.f("ck_inspection_answer_result"),
        ),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_answer_inspection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_answer")),
    )
    op.create_index(op.f("ix_inspection_answer_inspection_id"), "inspection_answer", ["inspection_id"], unique=False)
    op.create_index(op.f("uq_inspection_answer_item"), "inspection_answer", ["inspection_id", "item"], unique=True)


def _inspection_consent() -> None:
    op.create_table(
        "inspection_consent",
        sa.Column("given_by", sa.String(length=20), nullable=False),
        sa.Column("giver_name", sa.String(length=240), nullable=False),
        sa.Column("rooms", sa.String(length=80), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("valid_from", Moment(), nullable=False),
        sa.Column("valid_until", Moment(), nullable=False),
        sa.Column("photos", sa.Boolean(), nullable=False),
        sa.Column("worker_agrees", sa.Boolean(), nullable=False),
        sa.Column("witnesses", sa.Integer(), nullable=False),
        sa.Column("no_witness_reason", sa.String(length=400), nullable=True),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "witnesses >= 2 OR no_witness_reason IS NOT NULL", name=op.f("ck_inspection_consent_witnesses_or_why_not")
        ),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_inspection_consent_window_in_order")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_consent_inspection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_consent")),
    )
    op.create_index(op.f("ix_inspection_consent_inspection_id"), "inspection_consent", ["inspection_id"], unique=False)


def _inspection_filing() -> None:
    op.create_table(
        "inspection_filing",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("papers", sa.String(length=400), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('documents', 'observations', 'extension', 'compliance')", name=op.f("ck_inspection_filing_kind")
        ),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_filing_inspection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_filing")),
    )
    op.create_index(op.f("ix_inspection_filing_inspection_id"), "inspection_filing", ["inspection_id"], unique=False)


def _inspection_interview() -> None:
    op.create_table(
        "inspection_interview",
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("with_interpreter", sa.Boolean(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("may_be_used", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_interview_inspection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_interview")),
    )
    op.create_index(
        op.f("ix_inspection_interview_inspection_id"), "inspection_interview", ["inspection_id"], unique=False
    )


def _inspection_measure() -> None:
    op.create_table(
        "inspection_measure",
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.Column("verified_evidence", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("days >= 0", name=op.f("ck_inspection_measure_days")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_measure_inspection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_measure")),
    )
    op.create_index(op.f("ix_inspection_measure_inspection_id"), "inspection_measure", ["inspection_id"], unique=False)


def _inspection_participant() -> None:
    op.create_table(
        "inspection_participant",
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("address", sa.String(length=240), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.String(length=20), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("unsigned_reason", sa.String(length=400), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "signed OR unsigned_reason IS NOT NULL", name=op.f("ck_inspection_participant_signed_or_why_not")
        ),
        sa.CheckConstraint(
            "part IN ('inspector', 'witness', 'attended', 'worker', 'worker_representative', 'interpreter', 'expert')",
            name=op.f("ck_inspection_participant_part"),
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_participant_inspection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_participant")),
    )
    op.create_index(
        op.f("ix_inspection_participant_inspection_id"), "inspection_participant", ["inspection_id"], unique=False
    )


def _inspection_reassignment() -> None:
    op.create_table(
        "inspection_reassignment",
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("inspector_id", sa.Uuid(), nullable=True),
        sa.Column("second_inspector_id", sa.Uuid(), nullable=True),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column("substitute_until", sa.Date(), nullable=True),
        sa.Column("before_inspector_id", sa.Uuid(), nullable=True),
        sa.Column("before_second_inspector_id", sa.Uuid(), nullable=True),
        sa.Column("before_substitute_id", sa.Uuid(), nullable=True),
        sa.Column("before_substitute_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["inspector_id"], ["login.id"], name=op.f("fk_inspection_reassignment_inspector_id")),
        sa.ForeignKeyConstraint(
            ["second_inspector_id"], ["login.id"], name=op.f("fk_inspection_reassignment_second_inspector_id")
        ),
        sa.ForeignKeyConstraint(["substitute_id"], ["login.id"], name=op.f("fk_inspection_reassignment_substitute_id")),
        sa.ForeignKeyConstraint(
            ["before_inspector_id"], ["login.id"], name=op.f("fk_inspection_reassignment_before_inspector_id")
        ),
        sa.ForeignKeyConstraint(
            ["before_second_inspector_id"],
            ["login.id"],
            name=op.f("fk_inspection_reassignment_before_second_inspector_id"),
        ),
        sa.ForeignKeyConstraint(
            ["before_substitute_id"], ["login.id"], name=op.f("fk_inspection_reassignment_before_substitute_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_reassignment_inspection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_reassignment")),
    )
    op.create_index(
        op.f("ix_inspection_reassignment_inspection_id"), "inspection_reassignment", ["inspection_id"], unique=False
    )
    op.create_index(op.f("ix_inspection_reassignment_batch_id"), "inspection_reassignment", ["batch_id"], unique=False)
