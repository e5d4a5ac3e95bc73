"""Doubts: what a household asks the institute to decide about a relation it has filed."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.case_tables import case_columns

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
        *case_columns(),
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
