"""One person in two records: everything of one moved to the other, move by move, so that it can be put back exactly.

What refers to a person is read from the foreign keys, so that no table is forgotten. A merge changes what a reference
means and nothing that a case says: it leaves no event in the case of a relation, where its household would read of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from enrolment.insurance.cover import recompute
from enrolment.models import Affiliation, ContributionPeriod, Cover, DomesticWorker, Household
from enrolment.people.identity_models import IdentityMove, PossibleDuplicate
from enrolment.statistics.marks import mark
from regime.periods import month_after
from regime.sentences import Sentence
from workflow.errors import NotReady
from workflow.people import Identifier, Login, Person
from workflow.stored import dumps, loads
from workflow.tables import Base, Message

# What stays where it is, and why: an address that was not proved and answers agreed for the telephone are the
# record's in which they were typed, the cases about
# identity speak of both records, covers are computed again, a worker
# or household that both have is settled row by row, and of identifiers more changes than whose they are.
STAYS = frozenset(
    {
        "address_proof.person_id",
        "agreed_answer.person_id",
        "possible_duplicate.person_id",
        "possible_duplicate.other_id",
        "possible_duplicate.survivor_id",
        "number_choice.person_id",
        "person.merged_into",
        "cover.worker_id",
        "domestic_worker.person_id",
        "household.person_id",
        "identifier.person_id",
    }
)
# How a number counts is put back whatever was said of it meanwhile.
_STANDING = frozenset({"counts", "until", "replaced_by"})
OWN_AFFAIRS = frozenset({"household", "domestic_worker"})


@dataclass(frozen=True, slots=True)
class Move:
    """One value of one row before and after. Equal values are kept too, where a later change of them is put back."""

    table: str
    row_id: UUID
    column: str
    before: Any
    after: Any


def references_to(table: str) -> list[Column[Any]]:
    """Every column that refers to a row of the table and goes with the person, in a fixed order."""
    columns = (column for other in Base.metadata.sorted_tables for column in other.columns)
    found = [c for c in columns if any(key.column.table.name == table for key in c.foreign_keys)]
    return [column for column in found if f"{column.table.name}.{column.name}" not in STAYS]


def row_key(table: Table) -> Column[Any]:
    """The one column by which a row of the table is found again; raises `ValueError` for a table of another kind."""
    (key,) = table.primary_key.columns
    return key


def merge(session: Session, duplicate_id: UUID, step: int, loser: Person, survivor: Person, at: datetime) -> None:
    """Move everything of one record to the other and compute the covers again.

    Raises `NotReady` if a table of the register does not allow both under one person.
    """
    workers = _workers_of(session, loser.id, survivor.id)
    try:
        with session.begin_nested():
            for position, move in enumerate(list(_moves(session, loser, survivor))):
                _write(session, move.table, move.row_id, move.column, move.after)
                session.add(_kept(duplicate_id, step, position, move))
            session.flush()
    except IntegrityError as conflict:
        raise NotReady(Sentence("duplicate.not_possible_together")) from conflict
    _read_again(session)
    _covers_again(session, workers, at)


def undo(session: Session, duplicate_id: UUID, at: datetime) -> None:
    """Put back every value that the latest merge of a pair changed, the last first; what came later stays.

    Raises `NotReady` if what was put back is somebody else's by now.
    """
    moves = latest_moves(session, duplicate_id)
    workers = {move.row_id for move in moves if move.table_name == "domestic_worker"}
    workers |= {value for move in moves if move.column_name == "worker_id" for value in _both(move)}
    try:
        with session.begin_nested():
            for move in reversed(moves):
                _write(session, move.table_name, move.row_id, move.column_name, loads(move.before))
                move.undone_at = at
            session.flush()
    except IntegrityError as conflict:
        raise NotReady(Sentence("duplicate.not_possible_apart")) from conflict
    _read_again(session)
    _covers_again(session, workers, at)


def latest_moves(session: Session, duplicate_id: UUID) -> list[IdentityMove]:
    """The moves of the merge of a pair that is not undone, in their order."""
    found = select(IdentityMove).where(IdentityMove.duplicate_id == duplicate_id, IdentityMove.undone_at.is_(None))
    return list(session.scalars(found.order_by(IdentityMove.position)))


def changed_since(session: Session, duplicate_id: UUID) -> tuple[str, ...]:
    """The tables in which a moved value is no longer what the merge made of it: those stop the undo."""
    moves = (move for move in latest_moves(session, duplicate_id) if move.column_name not in _STANDING)
    changed = {move.table_name for move in moves if _current(session, move) != loads(move.after)}
    return tuple(sorted(changed))


def _moves(session: Session, loser: Person, survivor: Person) -> Iterator[Move]:
    yield from _identifiers(session, loser, survivor)
    yield from _worker(session, loser.id, survivor.id)
    yield from _rows(session, Household.__table__.c.person_id, loser.id, survivor.id)
    for column in references_to("person"):
        yield from _rows(session, column, loser.id, survivor.id)
    yield from _rows(session, Message.__table__.c.person_id, loser.id, survivor.id)
    yield from _roles(session, loser.id, survivor.id)
    yield Move("person", loser.id, "merged_into", loser.merged_into, survivor.id)


def _identifiers(session: Session, loser: Person, survivor: Person) -> Iterator[Move]:
    """The numbers of both: those of one go to the other, and how all of them counted is remembered.

    What is said of the numbers while they are one person's holds no longer when they are two people's again.
    """
    counting = {held.kind for held in survivor.identifiers if held.counts}
    for held in survivor.identifiers:
        yield from _standing(held, held.counts)
    for held in loser.identifiers:
        yield from _standing(held, held.counts and held.kind not in counting)
        yield Move("identifier", held.id, "person_id", loser.id, survivor.id)


def _standing(held: Identifier, counts: bool) -> Iterator[Move]:
    yield Move("identifier", held.id, "counts", held.counts, counts)
    yield Move("identifier", held.id, "until", held.until, held.until)
    yield Move("identifier", held.id, "replaced_by", held.replaced_by, held.replaced_by)


def _worker(session: Session, loser_id: UUID, survivor_id: UUID) -> Iterator[Move]:
    mine = select(DomesticWorker.id).where(DomesticWorker.person_id == loser_id)
    theirs = select(DomesticWorker.id).where(DomesticWorker.person_id == survivor_id)
    worker_id, known = session.scalar(mine), session.scalar(theirs)
    if worker_id is None:
        return
    if known is None:
        yield Move("domestic_worker", worker_id, "person_id", loser_id, survivor_id)
        return
    for column in references_to("domestic_worker"):
        yield from _rows(session, column, worker_id, known)


def _rows(session: Session, column: Any, before: UUID, after: UUID) -> Iterator[Move]:
    table, key = column.table, row_key(column.table)
    for row_id in session.scalars(select(key).where(column == before).order_by(key)):
        yield Move(table.name, row_id, column.name, before, after)


def _roles(session: Session, loser_id: UUID, survivor_id: UUID) -> Iterator[Move]:
    """Whoever proved who they are sees all of their own affairs, by whichever of their logins."""
    both = (loser_id, survivor_id)
    found = set()
    if session.scalar(select(DomesticWorker.id).where(DomesticWorker.person_id.in_(both)).limit(1)):
        found.add("domestic_worker")
    if session.scalar(select(Household.id).where(Household.person_id.in_(both)).limit(1)):
        found.add("household")
    for login in session.scalars(select(Login).where(Login.person_id.in_(both)).order_by(Login.id)).unique():
        if set(login.roles) <= OWN_AFFAIRS:
            added = [role for role in sorted(found) if role not in login.roles]
            yield Move("login", login.id, "roles", list(login.roles), [*login.roles, *added])


def _read_again(session: Session) -> None:
    """What was written past the entities is read when next asked for; the case of the step stays as it is."""
    for entity in list(session):
        if not isinstance(entity, PossibleDuplicate):
            session.expire(entity)


def _write(session: Session, table: str, row_id: UUID, column: str, value: Any) -> None:
    target: Table = Base.metadata.tables[table]
    session.execute(update(target).where(row_key(target) == row_id).values({column: value}))


def _current(session: Session, move: IdentityMove) -> Any:
    target: Table = Base.metadata.tables[move.table_name]
    return session.scalar(select(target.c[move.column_name]).where(row_key(target) == move.row_id))


def _kept(duplicate_id: UUID, step: int, position: int, move: Move) -> IdentityMove:
    return IdentityMove(
        duplicate_id=duplicate_id,
        step=step,
        position=position,
        table_name=move.table,
        row_id=move.row_id,
        column_name=move.column,
        before=dumps(move.before),
        after=dumps(move.after),
    )


def _both(move: IdentityMove) -> tuple[UUID, UUID]:
    return loads(move.before), loads(move.after)


def _workers_of(session: Session, *person_ids: UUID) -> set[UUID]:
    return set(session.scalars(select(DomesticWorker.id).where(DomesticWorker.person_id.in_(person_ids))))


def _covers_again(session: Session, worker_ids: Iterable[UUID], at: datetime) -> None:
    """Both workers' answers from their own periods: what one record no longer has is no longer said of it."""
    for worker_id in sorted(worker_ids):
        periods = select(ContributionPeriod.first_month, ContributionPeriod.months)
        periods = periods.join(Affiliation, Affiliation.id == ContributionPeriod.affiliation_id)
        hers = session.execute(periods.where(Affiliation.worker_id == worker_id)).all()
        months = {month_after(first, number) for first, count in hers for number in range(count)}
        gone = delete(Cover).where(Cover.worker_id == worker_id, Cover.month.not_in(months))
        session.execute(gone.execution_options(synchronize_session=False))
        recompute(session, worker_id, months, at)
        mark(session, worker_id)
    _read_again(session)
