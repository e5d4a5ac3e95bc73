"""Documents get a language and a file: set from their content, kept under the SHA-256 of its bytes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS: tuple["sa.Column[Any]", ...] = (
    sa.Column("language", sa.String(length=8), nullable=False, server_default="es"),
    sa.Column("file_sha256", sa.String(length=64), nullable=True),
    sa.Column("file_size", sa.Integer(), nullable=True),
    sa.Column("filed_at", Moment(), nullable=True),
    sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("next_attempt_at", Moment(), nullable=True),
    sa.Column("last_error", sa.Text(), nullable=True),
)
WITHOUT_FILE = sa.text("file_sha256 IS NULL")
FAILING = sa.text("last_error IS NOT NULL")


def upgrade() -> None:
    """No document has been issued by an earlier release; one that was would be set like any other."""
    with op.batch_alter_table("document") as batch:
        for column in COLUMNS:
            batch.add_column(column)
        batch.create_check_constraint(
            op.f("ck_document_file_has_a_moment"), "(file_sha256 IS NULL) = (filed_at IS NULL)"
        )
    op.create_index(op.f("ix_document_file_sha256"), "document", ["file_sha256"])
    op.create_index(
        "ix_document_without_file",
        "document",
        ["made_at"],
        postgresql_where=WITHOUT_FILE,
        sqlite_where=WITHOUT_FILE,
    )
    op.create_index("ix_document_failing", "document", ["id"], postgresql_where=FAILING, sqlite_where=FAILING)


def downgrade() -> None:
    """Back to content without files; the files themselves are left where they are."""
    for index in ("ix_document_failing", "ix_document_without_file", op.f("ix_document_file_sha256")):
        op.drop_index(index, table_name="document")
    with op.batch_alter_table("document") as batch:
        batch.drop_constraint(op.f("ck_document_file_has_a_moment"), type_="check")
        for column in reversed(COLUMNS):
            batch.drop_column(column.name)
