"""Figures: marks of what is to be counted, monthly facts, the cells counted from them, and what was published."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOVEMENTS = "movement IN ('stayed', 'entered', 'returned', 'lapsed', 'left', 'without')"
MEASURES = ("people", "covered", "entered", "returned", "lapsed", "departed", "posts", "paid")


def upgrade() -> None:
    """Empty tables; whoever has a relation already is marked, and counted by the first run."""
    op.create_table(
        "statistics_mark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_mark")),
    )
    _table("statistics_month", [sa.Column("stale", sa.Boolean(), nullable=False)])
    _table(
        "worker_month",
        [
            sa.Column("worker_id", sa.Uuid(), nullable=False),
            *_texts(state=2, municipality=5, sex=7, age=7, mode=10, homes=1, wage=7, uma=7, answer=8),
            sa.Column("insured_days", sa.Integer(), nullable=False),
            *_texts(movement=8, reason=30),
            sa.CheckConstraint(MOVEMENTS, name=op.f("ck_worker_month_movement")),
        ],
        "worker_id",
    )
    _table(
        "post_month",
        [
            sa.Column("affiliation_id", sa.Uuid(), nullable=False),
            sa.Column("worker_id", sa.Uuid(), nullable=False),
            *_texts(state=2, municipality=5, mode=10, wage=7, uma=7),
            sa.Column("paid", sa.Boolean(), nullable=False),
        ],
        "affiliation_id",
    )
    for table in ("worker_month", "post_month"):
        op.create_index(f"ix_{table}_worker_id", table, ["worker_id", "month"])
    cell = _texts(state=2, trait=12, category=30)
    cell += [sa.Column(name, sa.Integer(), nullable=False) for name in MEASURES]
    _table("statistics_cell", cell, "state", "trait", "category")
    _table(
        "statistics_publication",
        [
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("published_on", sa.Date(), nullable=False),
            sa.Column("data_as_of", Moment(), nullable=False),
            *_texts(method=10),
            sa.Column("least", sa.Integer(), nullable=False),
            *_texts(digest=64),
            sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        ],
        "version",
    )
    _table(
        "statistics_figure",
        [
            sa.Column("version", sa.Integer(), nullable=False),
            *_texts(state=4, trait=12, category=30, measure=10),
            sa.Column("value", sa.Integer(), nullable=False),
        ],
        "version", "state", "trait", "category", "measure",
    )  # fmt: skip
    op.execute(
        "INSERT INTO statistics_mark (worker_id) SELECT DISTINCT worker_id FROM affiliation WHERE worker_id IS NOT NULL"
    )


def downgrade() -> None:
    """What was published is lost; facts and cells can be counted again."""
    for table in (
        "statistics_figure", "statistics_publication", "statistics_cell", "post_month", "worker_month",
        "statistics_month", "statistics_mark",
    ):  # fmt: skip
        op.drop_table(table)


def _table(name: str, columns: "Sequence[sa.Column[object] | sa.Constraint]", *key: str) -> None:
    month = sa.Column("month", sa.Date(), nullable=False)
    op.create_table(name, month, *columns, sa.PrimaryKeyConstraint("month", *key, name=op.f(f"pk_{name}")))


def _texts(**lengths: int) -> "list[sa.Column[object]]":
    return [sa.Column(name, sa.String(length=length), nullable=False) for name, length in lengths.items()]
