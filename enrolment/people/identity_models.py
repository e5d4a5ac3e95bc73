"""The tables of identity: pairs of records that may be one person, what a merge moved, which of two numbers counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.columns import new_id
from workflow.tables import Base, CaseColumns


class PossibleDuplicate(CaseColumns, Base):
    """Two records that may be one person, looked at by officials only; each pair is a case once and for all.

    `person_id` is the smaller of the two ids; `rules` the codes of what the two have in common, separated by spaces;
    `survivor_id` the record that stays after a merge.
    """

    __tablename__ = "possible_duplicate"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    rules: Mapped[str] = mapped_column(String(80))
    survivor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        UniqueConstraint("person_id", "other_id"),
        CheckConstraint("person_id < other_id", name="pair_in_order"),
        CheckConstraint("state <> 'merged' OR survivor_id IS NOT NULL", name="merged_has_a_survivor"),
    )


class IdentityMove(Base):
    """One value that a merge changed in one row, so that it can be put back: references and days, no personal value.

    `step` is the number of the merge's event in its case, `position` the order of the moves within it.
    """

    __tablename__ = "identity_move"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    duplicate_id: Mapped[UUID] = mapped_column(ForeignKey("possible_duplicate.id"))
    step: Mapped[int]
    position: Mapped[int]
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[UUID]
    column_name: Mapped[str] = mapped_column(String(60))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    undone_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("duplicate_id", "step", "position"),)


class NumberChoice(CaseColumns, Base):
    """Two numbers of one kind that belong to one person, and which of them counts (`identifier_id`)."""

    __tablename__ = "number_choice"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    identifier_id: Mapped[UUID | None] = mapped_column(ForeignKey("identifier.id"))

    __table_args__ = (
        Index("uq_number_choice_of_person", "person_id", "kind", unique=True),
        CheckConstraint("state <> 'chosen' OR identifier_id IS NOT NULL", name="chosen_names_one"),
    )
