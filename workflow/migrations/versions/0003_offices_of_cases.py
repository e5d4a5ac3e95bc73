"""Cases know the office that is to decide them, so that a transfer moves the work and leaves the clocks alone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CASES = ("registration", "affiliation", "confirmation", "contribution_period")


def upgrade() -> None:
    """No case of the past belongs to an office: whoever could decide it still can."""
    for table in CASES:
        op.add_column(table, sa.Column("office", sa.String(length=20), nullable=True))


def downgrade() -> None:
    """Back to one office for everything."""
    for table in reversed(CASES):
        op.drop_column(table, "office")
