"""Documents that people ask for: proofs with a folio and a code, recaps of a year, wage receipts."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.case_tables import case_columns

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KINDS = "'affiliation_proof', 'yearly_recap', 'wage_receipt'"


def upgrade() -> None:
    """Nothing was issued on demand by earlier releases."""
    op.create_table(
        "issuance",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("affiliation_id", sa.Uuid(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("folio", sa.String(length=20), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=True),
        *case_columns(),
        sa.CheckConstraint("state IN ('valid', 'switched_off')", name=op.f("ck_issuance_state")),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_issuance_kind")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_issuance_days_in_order")),
        sa.CheckConstraint("household_id IS NOT NULL OR worker_id IS NOT NULL", name=op.f("ck_issuance_is_somebodys")),
        sa.CheckConstraint("(folio IS NULL) = (code IS NULL)", name=op.f("ck_issuance_folio_and_code")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_issuance_household_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["domestic_worker.id"], name=op.f("fk_issuance_worker_id")),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_issuance_affiliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuance")),
        sa.UniqueConstraint("folio", name=op.f("uq_issuance_folio")),
        sa.UniqueConstraint("code", name=op.f("uq_issuance_code")),
    )
    op.create_index(op.f("ix_issuance_affiliation_id"), "issuance", ["affiliation_id"])
    op.create_index(op.f("ix_issuance_state"), "issuance", ["state"])
    op.create_index("ix_issuance_household_id", "issuance", ["household_id", "id"])
    op.create_index("ix_issuance_worker_id", "issuance", ["worker_id", "id"])


def downgrade() -> None:
    """Back to documents that steps issue."""
    op.drop_table("issuance")
