"""Corrections of a household's own name, birth date or CURP beside those of a worker."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STATES = "state IN ('asked', 'accepted', 'refused', 'withdrawn')"
ASKED_BY = "asked_by IN ('household', 'domestic_worker', 'office')"
CHECKS = {
    "one_subject": "(affiliation_id IS NULL) <> (household_id IS NULL)",
    "worker_of_a_relation": "(affiliation_id IS NULL) = (worker_id IS NULL)",
    "curp_of_a_household": "household_id IS NOT NULL OR (curp IS NULL AND was_curp IS NULL)",
}


def _kept() -> tuple[sa.CheckConstraint, ...]:
    """SQLite copies the table and does not read its conditions back: they are said again."""
    conditions = {"state": STATES, "asked_by": ASKED_BY}
    return tuple(sa.CheckConstraint(text, name=op.f(f"ck_correction_{name}")) for name, text in conditions.items())


def upgrade() -> None:
    """What was asked until now is about the worker of a relation."""
    with op.batch_alter_table("correction", table_args=_kept()) as table:
        for column in ("affiliation_id", "worker_id"):
            table.alter_column(column, existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("household_id", sa.Uuid(), nullable=True))
        for column in ("curp", "was_curp"):
            table.add_column(sa.Column(column, sa.String(length=18), nullable=True))
        table.create_foreign_key(op.f("fk_correction_household_id"), "household", ["household_id"], ["id"])
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_correction_{name}"), condition)
        table.create_index(op.f("ix_correction_household_id"), ["household_id"])


def downgrade() -> None:
    """Only if no household has asked yet: its cases would have no subject."""
    with op.batch_alter_table("correction", table_args=_kept()) as table:
        table.drop_index(op.f("ix_correction_household_id"))
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_correction_{name}"), type_="check")
        table.drop_constraint(op.f("fk_correction_household_id"), type_="foreignkey")
        for column in ("household_id", "curp", "was_curp"):
            table.drop_column(column)
        for column in ("affiliation_id", "worker_id"):
            table.alter_column(column, existing_type=sa.Uuid(), nullable=False)
