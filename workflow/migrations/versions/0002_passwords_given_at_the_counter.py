"""Passwords given at the counter are temporary: whoever signs in with one chooses their own first."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every password known so far is its owner's own."""
    column: sa.Column[bool] = sa.Column("temporary_password", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("login", column)


def downgrade() -> None:
    """Back to one kind of password."""
    op.drop_column("login", "temporary_password")
