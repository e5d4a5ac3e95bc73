"""How a revision makes the table of a new procedure: the engine's columns beside its own, named as in the models.

    create_case_table(
        "awaited_end",
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        states=("waiting", "in_effect", "withdrawn"),
        points_to={"affiliation_id": "affiliation"},
        checks={"has_a_day": "ends_on IS NOT NULL"},
        indexed=("affiliation_id",),
    )
    create_index_where("uq_awaited_end_waiting", "awaited_end", ["affiliation_id"], "state = 'waiting'", unique=True)

Revisions go on making what they made: one that gives the engine another column adds it to the tables there are, and
puts a second list beside `case_columns` for the procedures that come after it.
"""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from alembic import op

from workflow.columns import Moment


def case_columns() -> list["sa.Column[object]"]:
    """The columns that the engine owns in the table of every procedure, as they are since revision 0003."""
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("office", sa.String(length=20), nullable=True),
    ]


def create_case_table(
    table: str,
    *own: "sa.Column[object] | sa.Constraint",
    states: Iterable[str],
    points_to: Mapping[str, str] | None = None,
    checks: Mapping[str, str] | None = None,
    indexed: Iterable[str] = (),
) -> None:
    """Make the table of a procedure whose cases may be in these states.

    `own` are its columns (and constraints of other kinds), `points_to` says of which table a column holds the id,
    `checks` are conditions by their short name, `indexed` the columns with an index of their own beside the state.
    """
    listed = ", ".join(f"'{state}'" for state in states)
    conditions = {"state": f"state IN ({listed})", **(checks or {})}
    op.create_table(
        table,
        *own,
        *case_columns(),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}")) for name, condition in conditions.items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, other in (points_to or {}).items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("state", *indexed):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def create_index_where(name: str, table: str, columns: Sequence[str], where: str, *, unique: bool = False) -> None:
    """Make an index of the rows that meet a condition alone, on both kinds of database."""
    condition = sa.text(where)
    op.create_index(op.f(name), table, columns, unique=unique, postgresql_where=condition, sqlite_where=condition)
