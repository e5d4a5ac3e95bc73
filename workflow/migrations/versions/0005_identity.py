"""Enrolment without CURP or NSS, several identifiers of one person, and records that may be one person."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment
from workflow.migrations.case_tables import case_columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBERS = ("curp", "rfc", "nss")
PAPERS = ("birth_certificate", "passport", "residence_card", "consular_id", "refugee_papers", "other_paper")
COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "worker_birth_date": sa.Date(),
    "worker_sex": sa.String(length=1),
    "worker_paper": sa.String(length=20),
    "worker_paper_number": sa.String(length=40),
}


def upgrade() -> None:
    """Whatever identifier is used today is the one that counts."""
    for name, kind in COLUMNS.items():
        op.add_column("affiliation", sa.Column(name, kind, nullable=True))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("merged_into", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_person_merged_into"), "person", ["merged_into"], ["id"])
    op.create_index("ix_person_birth_date", "person", ["birth_date"])
    _identifiers()
    _pairs()
    _numbers()


def _identifiers() -> None:
    with op.batch_alter_table("identifier", copy_from=_before()) as batch:
        batch.drop_constraint(op.f("ck_identifier_kind"), type_="check")
        batch.alter_column("kind", type_=sa.String(length=20), existing_type=sa.String(length=8))
        batch.alter_column("value", type_=sa.String(length=40), existing_type=sa.String(length=18))
        batch.add_column(sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("replaced_by", sa.Uuid(), nullable=True))
        batch.create_check_constraint(op.f("ck_identifier_kind"), f"kind IN {NUMBERS + PAPERS}")
        batch.create_foreign_key(op.f("fk_identifier_replaced_by"), "identifier", ["replaced_by"], ["id"])
    op.execute("UPDATE identifier SET counts = false WHERE until IS NOT NULL")
    with op.batch_alter_table("identifier", copy_from=_between()) as batch:
        batch.create_check_constraint(op.f("ck_identifier_ended_counts_no_more"), "until IS NULL OR NOT counts")
    _index("uq_identifier_counts", "person_id", "kind", among="counts")
    op.drop_index("uq_identifier_in_use", table_name="identifier")
    _index("uq_identifier_in_use", "kind", "value", among=f"counts AND kind IN {NUMBERS}")


def _index(name: str, *columns: str, among: str) -> None:
    where = sa.text(among)
    op.create_index(name, "identifier", list(columns), unique=True, postgresql_where=where, sqlite_where=where)


def _table(*more: sa.schema.SchemaItem, kind: int, value: int, kinds: tuple[str, ...]) -> sa.Table:
    in_use = sa.text("until IS NULL")
    return sa.Table(
        "identifier",
        sa.MetaData(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=kind), nullable=False),
        sa.Column("value", sa.String(length=value), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(f"kind IN {kinds}", name="ck_identifier_kind"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_identifier_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_identifier"),
        sa.Index("ix_identifier_person_id", "person_id"),
        sa.Index(
            "uq_identifier_in_use", "kind", "value", unique=True, postgresql_where=in_use, sqlite_where=in_use
        ),
        *more,
    )  # fmt: skip


def _before() -> sa.Table:
    return _table(kind=8, value=18, kinds=NUMBERS)


def _between(*more: sa.schema.SchemaItem) -> sa.Table:
    return _table(
        sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["replaced_by"], ["identifier.id"], name="fk_identifier_replaced_by"),
        *more,
        kind=20,
        value=40,
        kinds=NUMBERS + PAPERS,
    )


def _case(*more: sa.schema.SchemaItem, table: str, states: tuple[str, ...]) -> None:
    op.create_table(
        table,
        *more,
        *case_columns(),
        sa.CheckConstraint(f"state IN {states}", name=op.f(f"ck_{table}_state")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_state"), table, ["state"])


def _pairs() -> None:
    pair = "possible_duplicate"
    _case(
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("rules", sa.String(length=80), nullable=False),
        sa.Column("survivor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("person_id < other_id", name=op.f(f"ck_{pair}_pair_in_order")),
        sa.CheckConstraint(
            "state <> 'merged' OR survivor_id IS NOT NULL", name=op.f(f"ck_{pair}_merged_has_a_survivor")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{pair}_{column}"))
            for column in ("person_id", "other_id", "survivor_id")
        ),
        sa.UniqueConstraint("person_id", "other_id", name=op.f(f"uq_{pair}_person_id_other_id")),
        table=pair,
        states=("waiting", "merged", "different"),
    )
    op.create_index(op.f(f"ix_{pair}_other_id"), pair, ["other_id"])
    op.create_table(
        "identity_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("duplicate_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("column_name", sa.String(length=60), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["duplicate_id"], ["possible_duplicate.id"], name=op.f("fk_identity_move_duplicate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_move")),
        sa.UniqueConstraint(
            "duplicate_id", "step", "position", name=op.f("uq_identity_move_duplicate_id_step_position")
        ),
    )


def _numbers() -> None:
    table = "number_choice"
    _case(
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("identifier_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state <> 'chosen' OR identifier_id IS NOT NULL", name=op.f(f"ck_{table}_chosen_names_one")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.ForeignKeyConstraint(["identifier_id"], ["identifier.id"], name=op.f(f"fk_{table}_identifier_id")),
        table=table,
        states=("waiting", "chosen", "dropped"),
    )
    op.create_index("uq_number_choice_of_person", table, ["person_id", "kind"], unique=True)


def downgrade() -> None:
    """Back to one identifier of each kind; papers are forgotten."""
    for table in ("number_choice", "identity_move", "possible_duplicate"):
        op.drop_table(table)
    op.drop_index("uq_identifier_counts", table_name="identifier")
    op.drop_index("uq_identifier_in_use", table_name="identifier")
    _index("uq_identifier_in_use", "kind", "value", among="until IS NULL")
    op.execute(f"DELETE FROM identifier WHERE kind IN {PAPERS}")  # noqa: S608 - the kinds above
    ended = sa.CheckConstraint("until IS NULL OR NOT counts", name="ck_identifier_ended_counts_no_more")
    with op.batch_alter_table("identifier", copy_from=_between(ended)) as batch:
        batch.drop_constraint(op.f("ck_identifier_ended_counts_no_more"), type_="check")
        batch.drop_constraint(op.f("ck_identifier_kind"), type_="check")
        batch.drop_constraint(op.f("fk_identifier_replaced_by"), type_="foreignkey")
        batch.drop_column("replaced_by")
        batch.drop_column("counts")
        batch.alter_column("kind", type_=sa.String(length=8), existing_type=sa.String(length=20))
        batch.alter_column("value", type_=sa.String(length=18), existing_type=sa.String(length=40))
        batch.create_check_constraint(op.f("ck_identifier_kind"), f"kind IN {NUMBERS}")
    op.drop_index("ix_person_birth_date", table_name="person")
    with op.batch_alter_table("person") as batch:
        batch.drop_constraint(op.f("fk_person_merged_into"), type_="foreignkey")
        batch.drop_column("merged_into")
    for name in reversed(COLUMNS):
        op.drop_column("affiliation", name)
