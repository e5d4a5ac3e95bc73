"""Documents that anybody can check by folio or code, and how an inspector made sure of the address."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Documents issued until now have no mark."""
    op.add_column("document", sa.Column("folio", sa.String(length=20), nullable=True))
    op.add_column("document", sa.Column("code", sa.String(length=40), nullable=True))
    op.create_index("uq_document_folio", "document", ["folio"], unique=True)
    op.create_index("uq_document_code", "document", ["code"], unique=True)
    op.add_column("inspection", sa.Column("place_check", sa.String(length=20), nullable=True))


def downgrade() -> None:
    """Without marks."""
    op.drop_column("inspection", "place_check")
    op.drop_index("uq_document_code", table_name="document")
    op.drop_index("uq_document_folio", table_name="document")
    op.drop_column("document", "code")
    op.drop_column("document", "folio")
