"""The housing part of a refund stands apart: Infonavit gives it back."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Cents
from workflow.migrations.checks import replace_check

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BEFORE = "retirement_part BETWEEN 0 AND asked_amount"
APART = "retirement_part >= 0 AND housing_part >= 0 AND retirement_part + housing_part <= asked_amount"


def upgrade() -> None:
    """Refunds asked for before were decided as one sum."""
    op.add_column("refund", sa.Column("housing_part", Cents(), nullable=False, server_default="0"))
    replace_check("refund", "ck_refund_retirement_is_a_part", APART)


def downgrade() -> None:
    """Back to one sum."""
    replace_check("refund", "ck_refund_retirement_is_a_part", BEFORE)
    op.drop_column("refund", "housing_part")
