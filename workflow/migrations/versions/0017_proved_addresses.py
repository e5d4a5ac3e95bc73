"""E-mail addresses that wait for the proof that they are somebody's own."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Addresses used so far stay in use: nobody loses their notices to a rule that came later."""
    op.create_table(
        "address_proof",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_address_proof_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_address_proof")),
    )


def downgrade() -> None:
    """Back to addresses that are taken as they are typed."""
    op.drop_table("address_proof")
