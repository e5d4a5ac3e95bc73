"""Erasing what names a person, once nothing has to be kept any more: values go, events and money stay.

What belongs to a person is read from the foreign keys, and what of it is personal from the marks of the columns
(`workflow.tables.PERSONAL`), so that no table is forgotten. Events hold references and digests only: emptying the notes
beside them, salt and all, leaves every chain whole. Amounts, days and payment lines name nobody and stay.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, delete, false, func, or_, select, update
from sqlalchemy.orm import Session

from regime.parameters import parameter
from regime.periods import month_after
from workflow.definition import WORKFLOWS, Workflow
from workflow.people import AccessLog, AddressProof, Identifier, Login, Person
from workflow.stored import dumps
from workflow.tables import Base, Document, Idempotency, Message, Note

THE_COMMAND = UUID(int=0)  # who erases, in the access log: the command, not a login
NOTHING = "—"  # in a column that cannot be empty
RETENTION = "personal_data_retention"
# References that a case keeps without a key of the database.
_UNKEYED = {"affiliation_id": "affiliation", "household_id": "household"}
# Reached otherwise (people) or append-only.
_NOT_FOLLOWED = frozenset({"person", "login", "access_log", "identifier", "address_proof"})
# What a row points to and is alone about: the bank's row behind a payment exception, whoever paid it.
_ABOUT = (("payment_exception", "row_id", "payment_row"),)
_OPEN = frozenset({"open", "to_decide", "payable", "in_force"})
_DELAYS_NOTHING = frozenset({"confirmation"})  # her silence proves and delays nothing

Rows = Mapping[str, frozenset[UUID]]


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that may not be erased yet: what, how many, and why (a code of `REASONS`)."""

    what: str
    count: int
    why: str


REASONS: Mapping[str, str] = {
    "open": "a matter is open; it is closed first",
    "retention": "kept for the years of personal_data_retention (LSS 15 II, 298, 299; policy)",
    "sealed": "a sealed matter is kept by those who protect",
    "elsewhere": "a file of the labour authority has a rule of its own",
    "append_only": "events and access log: append-only, they hold references and no name",
    "money": "amounts, days and payment lines: they name nobody and must add up",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What erasing a person would do: how many rows of which table, what is kept, and from which day all may go.

    The years of retention are counted in whole months: `free_from` is the first day of the month after they are over.
    """

    person_id: UUID
    last_step: date | None
    free_from: date | None
    is_whole: bool
    erases: Mapping[str, int]
    keeps: tuple[Kept, ...]
    rows: Rows = field(repr=False, default_factory=dict)


def plan_for(session: Session, person_id: UUID, day: date) -> Plan:
    """What may be erased of a person on a day: all of it, or before that how they are reached and nothing else."""
    rows = rows_of(session, person_id)
    cases = list(_cases(session, rows))
    keeps = [*_kept_cases(cases)]
    last = _last_step(session, [case.id for _workflow, case in cases])
    free_from = month_after(last.replace(day=1), 12 * _years(day) + 1) if last else None
    if free_from is not None and free_from > day:
        keeps.append(Kept("cases", len(cases), "retention"))
    whole = not any(kept.why in ("open", "retention", "elsewhere") for kept in keeps)
    erasable = _erasable(rows) if whole else {}
    counts = dict(_counts(session, person_id, erasable, whole))
    always = (Kept("event", 0, "append_only"), Kept("payment", 0, "money"))
    return Plan(person_id, last, free_from, whole, counts, (*keeps, *always), erasable)


def _years(day: date) -> int:
    return int(parameter(RETENTION).on(day).value)


def erase(session: Session, plan: Plan, at: datetime) -> None:
    """Do what the plan says, and leave in the access log that it was done and how much went."""
    person = session.get_one(Person, plan.person_id)
    _forget_channels(session, person, at)
    if plan.is_whole:
        for name, ids in plan.rows.items():
            _empty(session, Base.metadata.tables[name], ids)
        _forget_words(session, _case_ids(plan.rows), at)
        _forget_person(session, person, at)
    reason = dumps({"erased": dict(plan.erases), "whole": plan.is_whole})
    session.add(AccessLog(login_id=THE_COMMAND, subject="erasure", subject_id=plan.person_id, reason=reason, at=at))
    session.flush()
    session.expire_all()


def people_past_retention(session: Session, day: date) -> list[UUID]:
    """Everybody of whom all may be erased on a day: people with matters, all of them closed for long enough."""
    known_before = month_after(day.replace(day=1), -12 * _years(day))
    old = select(Person.id).where(Person.erased_at.is_(None), Person.created_at < _beginning(known_before))
    people = session.scalars(old.order_by(Person.id)).all()
    plans = (plan_for(session, person_id, day) for person_id in people)
    return [plan.person_id for plan in plans if plan.is_whole and plan.last_step is not None]


def _beginning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def rows_of(session: Session, person_id: UUID) -> Rows:
    """The rows that belong to a person by table: those that refer to the person, and those that refer to these."""
    found: dict[str, set[UUID]] = defaultdict(set, {"person": {person_id}})
    grown = True
    while grown:
        grown = False
        for table in _followed():
            key = _key(table)
            new = set(session.scalars(select(key).where(_refers(table, found)))) - found[table.name]
            if new:
                found[table.name] |= new
                grown = True
    for table_name, column, target in _ABOUT:
        about = Base.metadata.tables[table_name]
        found[target] |= set(session.scalars(select(about.c[column]).where(_key(about).in_(found[table_name]))))
    return {name: frozenset(ids) for name, ids in found.items() if ids and name != "person"}


def _followed() -> Iterator[Table]:
    for table in Base.metadata.sorted_tables:
        if table.name not in _NOT_FOLLOWED and len(table.primary_key.columns) == 1:
            yield table


def _key(table: Table) -> Column[Any]:
    (key,) = table.primary_key.columns
    return key


def _refers(table: Table, found: Mapping[str, set[UUID]]) -> ColumnElement[bool]:
    """Whether a row refers to one that was found."""
    conditions: list[ColumnElement[bool]] = [false()]
    for column in table.columns:
        target = next((key.column.table.name for key in column.foreign_keys), _UNKEYED.get(column.name))
        if target is not None and target != table.name and found.get(target):
            conditions.append(column.in_(found[target]))
    return or_(*conditions)


def _cases(session: Session, rows: Rows) -> Iterator[tuple[Workflow, Any]]:
    for workflow in WORKFLOWS.values():
        for case_id in rows.get(workflow.model.__table__.name, ()):
            yield workflow, session.get_one(workflow.model, case_id)


def _kept_cases(cases: list[tuple[Workflow, Any]]) -> Iterator[Kept]:
    why: dict[tuple[str, str], int] = defaultdict(int)
    for workflow, case in cases:
        if workflow.sealed:
            why[workflow.name, "sealed"] += 1
        elif not _is_ours(workflow):
            why[workflow.name, "elsewhere"] += 1
        elif case.closed_at is None and _waits(workflow, case.state):
            why[workflow.name, "open"] += 1
    return (Kept(name, count, reason) for (name, reason), count in sorted(why.items()))


def _waits(workflow: Workflow, state: str) -> bool:
    """Whether something is still to be done: a question that delays nothing does not wait for an answer for ever."""
    waiting = _OPEN - {"open"} if workflow.name in _DELAYS_NOTHING else _OPEN
    return bool(workflow.by_state[state].tags & waiting)


def _is_ours(workflow: Workflow) -> bool:
    return workflow.model.__module__.startswith("enrolment.")


def _last_step(session: Session, case_ids: list[UUID]) -> date | None:
    event = Base.metadata.tables["event"]
    last = session.scalar(select(func.max(event.c.recorded_at)).where(event.c.case_id.in_(case_ids)))
    return last.date() if last else None


def _erasable(rows: Rows) -> Rows:
    kept = {w.model.__table__.name for w in WORKFLOWS.values() if w.sealed or not _is_ours(w)}
    return {name: ids for name, ids in rows.items() if name not in kept}


def _personal(table: Table) -> list[Column[Any]]:
    """The columns to empty; what money rests on (the kind of a certificate, LSS 31 IV) stays and names nobody."""
    return [column for column in table.columns if column.info.get("personal") and not column.info.get("stays")]


def _counts(session: Session, person_id: UUID, rows: Rows, whole: bool) -> Iterator[tuple[str, int]]:
    """How many rows of each table are emptied or go."""
    channels = select(func.count()).select_from(Message).where(Message.person_id == person_id)
    yield "message", session.scalar(channels) or 0
    yield "person", 1
    if not whole:
        return
    for name, ids in rows.items():
        if _personal(Base.metadata.tables[name]):
            yield name, len(ids)
    case_ids = _case_ids(rows)
    for model in (Note, Document):
        counted = select(func.count()).select_from(model).where(model.case_id.in_(case_ids))
        yield model.__tablename__, session.scalar(counted) or 0
    held = select(func.count()).select_from(Identifier).where(Identifier.person_id == person_id)
    yield "identifier", session.scalar(held) or 0


def _case_ids(rows: Rows) -> frozenset[UUID]:
    tables = (workflow.model.__table__.name for workflow in WORKFLOWS.values())
    return frozenset(case_id for name in tables for case_id in rows.get(name, ()))


def _empty(session: Session, table: Table, ids: frozenset[UUID]) -> None:
    values: dict[Any, Any] = {c: None if c.nullable else c.info.get("emptied", NOTHING) for c in _personal(table)}
    if values:
        session.execute(update(table).where(_key(table).in_(ids)).values(values))


def _forget_channels(session: Session, person: Person, at: datetime) -> None:
    """Nobody is reached any more: neither the address nor where notices went; what waited is in the mailbox."""
    session.execute(update(Person).where(Person.id == person.id).values(email=None, phone=None))
    session.execute(delete(AddressProof).where(AddressProof.person_id == person.id))
    told = update(Message).where(Message.person_id == person.id)
    kept = {
        "channel": "mailbox",
        "status": "delivered",
        "proof": "mailbox",
        "delivered_at": at,
        "next_attempt_at": None,
    }
    session.execute(told.where(Message.status == "waiting").values(**kept))
    session.execute(told.values(address=None))


def _forget_words(session: Session, case_ids: frozenset[UUID], at: datetime) -> None:
    """What was said and written goes; without its salt the digest in the event says nothing of it any more."""
    notes = update(Note).where(Note.case_id.in_(case_ids))
    session.execute(notes.values(comment=None, facts=None, salt=None, erased_at=at))
    for gone in (Document, Message, Idempotency):
        session.execute(delete(gone).where(gone.case_id.in_(case_ids)))


def _forget_person(session: Session, person: Person, at: datetime) -> None:
    session.execute(delete(Message).where(Message.person_id == person.id))
    session.execute(update(Identifier).where(Identifier.person_id == person.id).values(replaced_by=None))
    held = select(Identifier.id).where(Identifier.person_id == person.id)
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.nullable and any(key.column.table.name == "identifier" for key in column.foreign_keys):
                session.execute(update(table).where(column.in_(held)).values({column: None}))
    session.execute(delete(Identifier).where(Identifier.person_id == person.id))
    for login in session.scalars(select(Login).where(Login.person_id == person.id)).unique():
        login.username, login.password, login.active = f"erased-{login.id.hex}", None, False
    names = {"given_name": NOTHING, "first_surname": NOTHING, "second_surname": None, "birth_date": None}
    session.execute(update(Person).where(Person.id == person.id).values(**names, erased_at=at))
