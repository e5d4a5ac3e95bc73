"""What is owed beside the wage: a case for each relation, what was paid, what she says is missing."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Cents, Moment
from workflow.migrations.case_tables import case_columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('running', 'leaving')")


def upgrade() -> None:
    """Relations of the past get their case with their next period or their end."""
    _case(
        "labour_dues",
        "'running', 'leaving', 'settled', 'dropped'",
        sa.Column("bonus_year", sa.Integer(), nullable=False),
        sa.Column("anniversaries", sa.Integer(), nullable=False),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.Column("settlement_amount", Cents(), nullable=True),
    )
    op.create_index(
        "uq_labour_dues_open", "labour_dues", ["affiliation_id"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
    )
    _case(
        "not_received",
        "'noted', 'told', 'received', 'withdrawn'",
        sa.Column("subject", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "subject IN ('aguinaldo', 'vacation', 'rest_days', 'settlement')", name=op.f("ck_not_received_subject")
        ),
    )
    _records()


def _case(table: str, states: str, *own: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        *own,
        *case_columns(),
        sa.CheckConstraint(f"state IN ({states})", name=op.f(f"ck_{table}_state")),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f(f"fk_{table}_affiliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("affiliation_id", "state"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _records() -> None:
    op.create_table(
        "dues_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("days", Cents(), nullable=False),
        sa.Column("amount", Cents(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.CheckConstraint("kind IN ('aguinaldo', 'vacation', 'settlement')", name=op.f("ck_dues_record_kind")),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_dues_record_affiliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues_record")),
    )
    op.create_index(op.f("ix_dues_record_affiliation_id"), "dues_record", ["affiliation_id"])


def downgrade() -> None:
    """Back to the wage alone."""
    for table in ("dues_record", "not_received", "labour_dues"):
        op.drop_table(table)
