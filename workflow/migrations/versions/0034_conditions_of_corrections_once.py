"""Each condition on corrections once: on SQLite revision 0021 said two of them again that the table had kept."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table is copied with what it has, by name: of two conditions of one name, one."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("correction", recreate="always"):
            pass


def downgrade() -> None:
    """Said once, they hold as they did."""
