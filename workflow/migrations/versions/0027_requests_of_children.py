"""A child who asks to be enrolled is protected: sealed matters about a request, and requests that stop."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.checks import allow_states, replace_check

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BEFORE = (
    "draft", "invited", "taken_up", "declined", "unanswered", "requested", "household_asked", "agreed", "overdue",
    "refused", "enrolled", "withdrawn", "lapsed", "discarded",
)  # fmt: skip
ORIGINS = "origin IN ('enrolment', 'correction')"
ORIGINS_NOW = "origin IN ('enrolment', 'correction', 'request')"
CHECKS = {
    "request_of_a_child": "(origin = 'request') = (invitation_id IS NOT NULL)",
    "one_subject": "(affiliation_id IS NULL) <> (invitation_id IS NULL)",
}


def upgrade() -> None:
    """Every matter until now is about a relation."""
    with op.batch_alter_table("protection_matter") as table:
        for column in ("affiliation_id", "household_id"):
            table.alter_column(column, existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("invitation_id", sa.Uuid(), nullable=True))
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_protection_matter_{name}"), condition)
        table.create_index(op.f("ix_protection_matter_invitation_id"), ["invitation_id"])
    replace_check("protection_matter", "ck_protection_matter_origin", ORIGINS_NOW)
    allow_states("invitation", (*BEFORE, "stopped"))


def downgrade() -> None:
    """Only if no child has asked yet: its matter would have no subject."""
    allow_states("invitation", BEFORE)
    replace_check("protection_matter", "ck_protection_matter_origin", ORIGINS)
    with op.batch_alter_table("protection_matter") as table:
        table.drop_index(op.f("ix_protection_matter_invitation_id"))
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_protection_matter_{name}"), type_="check")
        table.drop_column("invitation_id")
        for column in ("affiliation_id", "household_id"):
            table.alter_column(column, existing_type=sa.Uuid(), nullable=False)
