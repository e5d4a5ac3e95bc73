"""An act that was delivered and does not count yet leaves room for the next one of its kind.

Revision ID: 0036
Revises: 0035
"""

from alembic import op

from workflow.migrations.case_tables import create_index_where

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

INDEX, TABLE = "uq_service_of_act_open", "service_of_act"


def upgrade() -> None:
    """Only what has not reached the employer stands in the way of a second service."""
    op.drop_index(op.f(INDEX), table_name=TABLE)
    unserved = "closed_at IS NULL AND served_at IS NULL"
    create_index_where(INDEX, TABLE, ["subject_id", "act"], unserved, unique=True)


def downgrade() -> None:
    """Whatever is not final stands in the way again."""
    op.drop_index(op.f(INDEX), table_name=TABLE)
    create_index_where(INDEX, TABLE, ["subject_id", "act"], "closed_at IS NULL", unique=True)
