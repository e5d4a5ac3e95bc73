"""Certificates of incapacity, and ends of relations that wait until one is over."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COUNTS = sa.text("state IN ('recorded', 'confirmed')")
WAITS = sa.text("state = 'waiting'")


def case_columns() -> list["sa.Column[object]"]:
    """The columns that the engine owns."""
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("office", sa.String(length=20), nullable=True),
    ]


def upgrade() -> None:
    """No relation of the past has one; they are written down from now on."""
    op.create_table(
        "certified_period",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("folio", sa.String(length=20), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(length=40), nullable=False),
        *case_columns(),
        sa.CheckConstraint(
            "state IN ('recorded', 'confirmed', 'withdrawn', 'annulled')", name=op.f("ck_certified_period_state")
        ),
        sa.CheckConstraint("kind IN ('sickness', 'maternity', 'work_risk')", name=op.f("ck_certified_period_kind")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_certified_period_days_in_order")),
        sa.ForeignKeyConstraint(
            ["affiliation_id"], ["affiliation.id"], name=op.f("fk_certified_period_affiliation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certified_period")),
    )
    op.create_table(
        "awaited_end",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("wanted_day", sa.Date(), nullable=False),
        sa.Column("end_reason", sa.String(length=30), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        *case_columns(),
        sa.CheckConstraint("state IN ('waiting', 'in_effect', 'withdrawn')", name=op.f("ck_awaited_end_state")),
        sa.CheckConstraint("ends_on >= wanted_day", name=op.f("ck_awaited_end_days_in_order")),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_awaited_end_affiliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited_end")),
    )
    for table in ("certified_period", "awaited_end"):
        for column in ("affiliation_id", "state"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index(
        "uq_certified_period_folio",
        "certified_period",
        ["affiliation_id", "folio"],
        unique=True,
        postgresql_where=COUNTS,
        sqlite_where=COUNTS,
    )
    op.create_index(
        "uq_awaited_end_waiting",
        "awaited_end",
        ["affiliation_id"],
        unique=True,
        postgresql_where=WAITS,
        sqlite_where=WAITS,
    )


def downgrade() -> None:
    """Back to relations that nobody certifies."""
    op.drop_table("awaited_end")
    op.drop_table("certified_period")
