"""The files of labour inspection: one folio for everything about one home."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.case_tables import create_case_table

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "inspection_file"


def upgrade() -> None:
    """A table of its own."""
    create_case_table(
        TABLE,
        sa.Column("folio", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("employer_name", sa.String(length=240), nullable=True),
        sa.Column("employer_person_id", sa.Uuid(), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("affiliation_id", sa.Uuid(), nullable=True),
        sa.Column("street", sa.String(length=240), nullable=True),
        sa.Column("neighbourhood", sa.String(length=120), nullable=True),
        sa.Column("postal_code", sa.String(length=5), nullable=True),
        sa.Column("municipality", sa.String(length=5), nullable=True),
        sa.UniqueConstraint("folio", name=op.f(f"uq_{TABLE}_folio")),
        states=("open", "closed"),
        points_to={"employer_person_id": "person", "household_id": "household", "affiliation_id": "affiliation"},
        checks={"origin": "origin IN ('complaint', 'programme', 'referral', 'worker_dispute', 'sweep')"},
        indexed=("employer_person_id", "municipality"),
    )


def downgrade() -> None:
    """Without the files."""
    op.drop_table(TABLE)
