"""Doubts: what a household asks the institute to decide about a relation it has filed."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('stated', 'overdue')")


def upgrade() -> None:
    """Nobody has stated one yet."""
    op.create_table(
        "doubt",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("office", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "state IN ('stated', 'overdue', 'upheld', 'dismissed', 'withdrawn')", name=op.f("ck_doubt_state")
        ),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_doubt_affiliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
    )
    for column in ("affiliation_id", "state"):
        op.create_index(op.f(f"ix_doubt_{column}"), "doubt", [column])
    op.create_index("uq_doubt_open", "doubt", ["affiliation_id"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN)


def downgrade() -> None:
    """Back to relations about which nobody asks."""
    op.drop_table("doubt")
