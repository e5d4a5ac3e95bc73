"""Registrations keep the day on which they were filed, which completing them later does not move."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The day of registrations of the past stays in their history alone."""
    op.add_column("registration", sa.Column("submitted_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Back to the history alone."""
    op.drop_column("registration", "submitted_on")
