"""Money that settles no line by itself as cases of their own, refunds, and late lines that carry their surcharges."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Cents
from workflow.migrations.case_tables import case_columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

EXCEPTION_STATES = (
    "state IN ('waiting', 'taken', 'asked', 'requested', 'refunding', 'assigned', 'refunded', 'completed', 'seen', "
    "'prescribed')"
)
REFUND_STATES = (
    "state IN ('asked', 'in_review', 'information_requested', 'granted', 'overdue', 'paid', 'refused', 'withdrawn')"
)


def upgrade() -> None:
    """What is late already shows its surcharges as before; they are kept from the next payment on."""
    op.add_column("contribution_period", sa.Column("surcharge", Cents(), nullable=False, server_default="0"))
    op.add_column("contribution_period", sa.Column("valid_until", sa.Date(), nullable=True))
    op.add_column("payment_row", sa.Column("worker", sa.String(length=18), nullable=True))
    _exceptions()
    _refunds()


def _points_to(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _exceptions() -> None:
    table = "payment_exception"
    op.create_table(
        table,
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("fate", sa.String(length=20), nullable=False),
        sa.Column("amount", Cents(), nullable=True),
        sa.Column("loose", Cents(), nullable=False),
        sa.Column("short", Cents(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("line", sa.String(length=80), nullable=True),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("wanted_period_id", sa.Uuid(), nullable=True),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        *case_columns(),
        sa.CheckConstraint(EXCEPTION_STATES, name=op.f(f"ck_{table}_state")),
        sa.CheckConstraint("loose >= 0 AND short >= 0", name=op.f(f"ck_{table}_sums_are_not_negative")),
        sa.CheckConstraint("loose = 0 OR loose <= amount", name=op.f(f"ck_{table}_loose_is_part_of_the_amount")),
        sa.CheckConstraint(
            "state <> 'requested' OR wanted_period_id IS NOT NULL", name=op.f(f"ck_{table}_requested_names_a_line")
        ),
        _points_to(table, "row_id", "payment_row"),
        _points_to(table, "period_id", "contribution_period"),
        _points_to(table, "household_id", "household"),
        _points_to(table, "wanted_period_id", "contribution_period"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("row_id", name=op.f(f"uq_{table}_row_id")),
    )
    for column in ("state", "period_id", "household_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index("ix_payment_exception_open", table, ["state", "opened_at", "id"])
    op.create_index("ix_payment_exception_by_amount", table, ["state", "amount", "id"])


def _refunds() -> None:
    table = "refund"
    op.create_table(
        table,
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("exception_id", sa.Uuid(), nullable=True),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_amount", Cents(), nullable=False),
        sa.Column("retirement_part", Cents(), nullable=False),
        sa.Column("by_deposit", sa.Boolean(), nullable=False),
        sa.Column("clabe", sa.String(length=18), nullable=True),
        sa.Column("granted_amount", Cents(), nullable=True),
        sa.Column("refunded_amount", Cents(), nullable=False),
        sa.Column("refunded_on", sa.Date(), nullable=True),
        sa.Column("bank_reference", sa.String(length=60), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        *case_columns(),
        sa.CheckConstraint(REFUND_STATES, name=op.f(f"ck_{table}_state")),
        sa.CheckConstraint("asked_amount > 0", name=op.f(f"ck_{table}_asked_is_positive")),
        sa.CheckConstraint("retirement_part BETWEEN 0 AND asked_amount", name=op.f(f"ck_{table}_retirement_is_a_part")),
        sa.CheckConstraint(
            "granted_amount IS NULL OR granted_amount BETWEEN 0 AND asked_amount",
            name=op.f(f"ck_{table}_granted_is_a_part"),
        ),
        sa.CheckConstraint(
            "refunded_amount = 0 OR refunded_amount = granted_amount", name=op.f(f"ck_{table}_refunded_as_granted")
        ),
        sa.CheckConstraint(
            "exception_id IS NOT NULL OR period_id IS NOT NULL", name=op.f(f"ck_{table}_is_about_money")
        ),
        sa.CheckConstraint("state <> 'paid' OR refunded_on IS NOT NULL", name=op.f(f"ck_{table}_paid_has_a_day")),
        _points_to(table, "household_id", "household"),
        _points_to(table, "exception_id", "payment_exception"),
        _points_to(table, "period_id", "contribution_period"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("state", "household_id", "exception_id", "period_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Rows of bank files wait without cases again; late lines lose their surcharges."""
    op.drop_table("refund")
    op.drop_table("payment_exception")
    op.drop_column("payment_row", "worker")
    op.drop_column("contribution_period", "valid_until")
    op.drop_column("contribution_period", "surcharge")
