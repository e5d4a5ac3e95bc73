"""The secret addresses of calendars."""

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A new table."""
    op.create_table(
        "calendar_feed",
        sa.Column("login_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["login_id"], ["login.id"], name=op.f("fk_calendar_feed_login_id")),
        sa.PrimaryKeyConstraint("login_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_feed_token_digest")),
    )


def downgrade() -> None:
    """Without calendars."""
    op.drop_table("calendar_feed")
