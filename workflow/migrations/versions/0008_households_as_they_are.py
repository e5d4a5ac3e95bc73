"""Households as they are: who helps them, who takes them over, what a relation was before, who paid a line."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment
from workflow.migrations.case_tables import case_columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Four tables; no household of the past has anything to put into them."""
    op.create_table(
        "delegation",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("invited_name", sa.String(length=120), nullable=False),
        sa.Column("invited_username", sa.String(length=64), nullable=True),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("rights", sa.String(length=60), nullable=False),
        sa.Column("relations", sa.Text(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        *case_columns(),
        sa.CheckConstraint(
            "state <> 'in_force' OR person_id IS NOT NULL", name=op.f("ck_delegation_in_force_is_accepted")
        ),
        sa.CheckConstraint(
            "state IN ('invited', 'in_force', 'declined', 'withdrawn', 'lapsed', 'ended')",
            name=op.f("ck_delegation_state"),
        ),
        sa.CheckConstraint(
            "(invited_username IS NULL) <> (code_digest IS NULL)", name=op.f("ck_delegation_one_way_in")
        ),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_delegation_household_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_code_digest"), "delegation", ["code_digest"], unique=False)
    op.create_index(op.f("ix_delegation_household_id"), "delegation", ["household_id"], unique=False)
    op.create_index(op.f("ix_delegation_invited_username"), "delegation", ["invited_username"], unique=False)
    op.create_index(op.f("ix_delegation_person_id"), "delegation", ["person_id"], unique=False)
    op.create_index(op.f("ix_delegation_state"), "delegation", ["state"], unique=False)
    op.create_table(
        "succession",
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("kin", sa.String(length=20), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("relations", sa.Text(), nullable=True),
        sa.Column("employer_name", sa.String(length=160), nullable=True),
        sa.Column("employer_curp", sa.String(length=18), nullable=True),
        sa.Column("worker_name", sa.String(length=160), nullable=True),
        sa.Column("line", sa.String(length=80), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("liable_until", sa.Date(), nullable=True),
        *case_columns(),
        sa.CheckConstraint(
            "state <> 'handed_over' OR handed_on IS NOT NULL", name=op.f("ck_succession_handed_over_has_a_day")
        ),
        sa.CheckConstraint(
            "state IN ('received', 'in_review', 'correction_requested', 'objected', 'accepted', 'handed_over', 'refused', 'withdrawn', 'undone')",
            name=op.f("ck_succession_state"),
        ),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_succession_household_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["person.id"], name=op.f("fk_succession_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_household_id"), "succession", ["household_id"], unique=False)
    op.create_index(op.f("ix_succession_state"), "succession", ["state"], unique=False)
    op.create_index(op.f("ix_succession_successor_id"), "succession", ["successor_id"], unique=False)
    op.create_index(
        "uq_succession_open",
        "succession",
        ["household_id", "successor_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL AND household_id IS NOT NULL"),
        sqlite_where=sa.text("closed_at IS NULL AND household_id IS NOT NULL"),
    )
    op.create_table(
        "former_home",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("before_month", sa.Date(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("succession_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_former_home_affiliation_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_former_home_household_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_former_home_place_id")),
        sa.ForeignKeyConstraint(["succession_id"], ["succession.id"], name=op.f("fk_former_home_succession_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_home")),
    )
    op.create_index("ix_former_home_affiliation_id", "former_home", ["affiliation_id", "before_month"], unique=False)
    op.create_index(op.f("ix_former_home_household_id"), "former_home", ["household_id"], unique=False)
    op.create_index(op.f("ix_former_home_succession_id"), "former_home", ["succession_id"], unique=False)
    op.create_table(
        "line_payer",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["period_id"], ["contribution_period.id"], name=op.f("fk_line_payer_period_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_line_payer_person_id")),
        sa.PrimaryKeyConstraint("period_id", name=op.f("pk_line_payer")),
    )


def downgrade() -> None:
    """Back to households that act for themselves alone."""
    for table in ("line_payer", "former_home", "succession", "delegation"):
        op.drop_table(table)
