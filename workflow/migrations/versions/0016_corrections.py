"""Corrections of a worker's name or birth date, with what stood before."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.case_tables import case_columns

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NAMES = ("given_name", "first_surname", "second_surname")


def upgrade() -> None:
    """Nothing has been corrected yet."""
    op.create_table(
        "correction",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=20), nullable=False),
        *(sa.Column(name, sa.String(length=80), nullable=name == "second_surname") for name in NAMES),
        sa.Column("birth_date", sa.Date(), nullable=True),
        *(sa.Column(f"was_{name}", sa.String(length=80), nullable=True) for name in NAMES),
        sa.Column("was_birth_date", sa.Date(), nullable=True),
        *case_columns(),
        sa.CheckConstraint(
            "asked_by IN ('household', 'domestic_worker', 'office')", name=op.f("ck_correction_asked_by")
        ),
        sa.CheckConstraint("state IN ('asked', 'accepted', 'refused', 'withdrawn')", name=op.f("ck_correction_state")),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_correction_affiliation_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["domestic_worker.id"], name=op.f("fk_correction_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    for column in ("affiliation_id", "state", "worker_id"):
        op.create_index(op.f(f"ix_correction_{column}"), "correction", [column])


def downgrade() -> None:
    """Back to names and dates that cannot be set right."""
    op.drop_table("correction")
