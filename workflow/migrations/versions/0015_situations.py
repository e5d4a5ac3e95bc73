"""What is told of other insurance, a pension and a housing credit, apart from the relation."""

import sqlalchemy as sa
from alembic import op

from workflow.migrations.case_tables import case_columns

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COUNTS = sa.text("state = 'told'")
ANSWERS = {
    "other_insurance": "'none', 'another_job', 'family', 'not_known'",
    "pension": "'none', 'old_age', 'guaranteed', 'disability', 'not_known'",
    "housing_credit": "'none', 'has', 'not_known'",
}


def upgrade() -> None:
    """Nobody was asked before; nobody has to answer."""
    op.create_table(
        "situation",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("told_by", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.String(length=20), nullable=True) for name in ANSWERS),
        *case_columns(),
        sa.CheckConstraint("state IN ('told', 'forgotten')", name=op.f("ck_situation_state")),
        *(
            sa.CheckConstraint(f"{name} IS NULL OR {name} IN ({options})", name=op.f(f"ck_situation_{name}"))
            for name, options in ANSWERS.items()
        ),
        sa.ForeignKeyConstraint(["affiliation_id"], ["affiliation.id"], name=op.f("fk_situation_affiliation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation")),
    )
    for column in ("affiliation_id", "state"):
        op.create_index(op.f(f"ix_situation_{column}"), "situation", [column])
    op.create_index(
        "uq_situation_told",
        "situation",
        ["affiliation_id", "told_by"],
        unique=True,
        postgresql_where=COUNTS,
        sqlite_where=COUNTS,
    )


def downgrade() -> None:
    """Back to relations about which nobody asks."""
    op.drop_table("situation")
