"""Many inspections handed over at once and taken back: to one colleague or to several by their load, for a while or for
good; each of them is a step of its own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from inspection.visit.assigning import PLACES
from inspection.visit.following_models import Reassignment
from inspection.visit.inspection_models import Inspection
from regime.parameters import parameter
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import MEXICO_CITY, Actor
from workflow.definition import is_tagged
from workflow.engine import fire, reference
from workflow.errors import NotReady, Refused
from workflow.tables import Event

SHOWN = 20
Named = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one change of many did: the cases it moved, and those that stayed, each with the sentences that say why."""

    id: UUID
    moved: tuple[UUID, ...]
    refused: tuple[tuple[UUID, tuple[Sentence, ...]], ...]


class _Changing:
    """Changes of many cases, one by one: a refusal concerns its own case and is written down beside it."""

    def __init__(self, session: Session, actor: Actor, at: datetime) -> None:
        self.session, self.actor, self.at, self.batch = session, actor, at, new_id()
        self.moved: list[UUID] = []
        self.refused: list[tuple[UUID, tuple[Sentence, ...]]] = []

    def change(self, case: Inspection, action: str, comment: str | None, *choices: Named) -> Named | None:
        """Take the step in one case by the first choice that it allows; that choice, or nothing."""
        refusal: tuple[Sentence, ...] = ()
        for choice in choices:
            try:
                named = {**choice, "batch_id": self.batch}
                fire(self.session, case, action, self.actor, self.at, comment=comment, data=named)
            except Refused as fault:
                refusal = refusal or fault.sentences
            else:
                self.moved.append(case.id)
                return choice
        self.refused.append((case.id, refusal))
        return None

    def done(self) -> Batch:
        """What came of it."""
        return Batch(self.batch, tuple(self.moved), tuple(self.refused))


def hand_over(
    session: Session, actor: Actor, at: datetime, source: UUID, to: Mapping[UUID, int], comment: str
) -> Batch:
    """Give every open inspection of an inspector to colleagues; `to` says how many each of them has already.

    Each case goes to whoever has the fewest by then and may go there; where nobody may, it stays as it is.
    """
    changing, load = _Changing(session, actor, at), dict(to)
    for case in session.scalars(named_in(source, sorted(actor.offices))).all():
        fewest = sorted(load, key=lambda login: (load[login], str(login)))
        chosen = changing.change(case, "reassign", comment, *(_in_place_of(case, source, login) for login in fewest))
        if chosen is not None:
            load[next(login for login in fewest if login in chosen.values())] += 1
    return changing.done()


def _in_place_of(case: Inspection, source: UUID, login: UUID) -> Named:
    """The places of a case with somebody else where an inspector was; whoever stood in for her does so no more."""
    named = {name: login for name in PLACES[:3] if getattr(case, name) == source}
    stood_in = case.inspector_id == source and "substitute_id" not in named
    return {**named, **({"substitute_id": None, "substitute_until": None} if stood_in else {})}


def substitute_many(
    session: Session, actor: Actor, at: datetime, cases: Sequence[UUID], by: UUID, until: date
) -> Batch:
    """Let somebody stand in for a colleague who is away in many inspections, up to and including a day."""
    changing, who = _Changing(session, actor, at), {"substitute_id": by, "substitute_until": until}
    for case_id in cases:
        changing.change(reference(session, Inspection, case_id), "substitute", None, who)
    return changing.done()


def open_cases_of(session: Session, inspector: UUID) -> list[UUID]:
    """The open inspections of which somebody is the inspector, the oldest first."""
    mine = select(Inspection.id).where(Inspection.inspector_id == inspector, is_tagged(Inspection, "open"))
    return list(session.scalars(mine.order_by(Inspection.opened_at, Inspection.id)))


def cases_covered(session: Session, inspector: UUID, by: UUID) -> list[UUID]:
    """The open inspections of an inspector in which somebody stands in."""
    mine = select(Inspection.id).where(Inspection.inspector_id == inspector, Inspection.substitute_id == by)
    return list(session.scalars(mine.where(is_tagged(Inspection, "open")).order_by(Inspection.id)))


def uncovered(session: Session, inspector: UUID) -> list[Inspection]:
    """The open inspections of an inspector in which nobody stands in."""
    mine = select(Inspection).where(Inspection.inspector_id == inspector, Inspection.substitute_id.is_(None))
    return list(session.scalars(mine.where(is_tagged(Inspection, "open")).order_by(Inspection.id)))


def named_in(inspector: UUID, offices: Collection[str]) -> Select[Any]:
    """The open inspections of authorities in which somebody is named: alone, with a colleague, or standing in."""
    named = or_(*(getattr(Inspection, name) == inspector for name in PLACES[:3]))
    mine = select(Inspection).where(named, is_tagged(Inspection, "open"), Inspection.office.in_(offices))
    return mine.order_by(Inspection.opened_at, Inspection.id)


# Taking a batch back.


@dataclass(frozen=True, slots=True)
class Change:
    """One case of a batch, and why it cannot be taken back, if it cannot."""

    row: Reassignment
    case: Inspection
    fault: Sentence | None


def undone_until(recorded_at: datetime) -> datetime:
    """The moment up to which a batch can be taken back."""
    day = recorded_at.astimezone(MEXICO_CITY).date()
    return recorded_at + timedelta(hours=int(parameter("reassignment_undo_time").on(day).value))


def changes_of(session: Session, batch_id: UUID) -> list[Change]:
    """What a batch changed, case by case, as each of them stands now."""
    rows = session.scalars(
        select(Reassignment).where(Reassignment.batch_id == batch_id).order_by(Reassignment.id)
    ).all()
    ids = [row.inspection_id for row in rows]
    known = select(Inspection).where(Inspection.id.in_(ids)).execution_options(populate_existing=True)
    cases = {case.id: case for case in session.scalars(known)}
    acted = _acted(session, rows)
    return [Change(row, cases[row.inspection_id], _fault(row, cases[row.inspection_id], acted)) for row in rows]


def _fault(row: Reassignment, case: Inspection, acted: frozenset[UUID]) -> Sentence | None:
    if any(getattr(case, name) != getattr(row, name) for name in PLACES):
        return Sentence("inspection.changed_since_batch")
    return Sentence("inspection.receiver_acted") if row.inspection_id in acted else None


def _acted(session: Session, rows: Sequence[Reassignment]) -> frozenset[UUID]:
    """The cases of a batch in which somebody who received one has taken a step since."""
    if not rows:
        return frozenset()
    received = {row.inspection_id: {str(login) for login in _received(row)} for row in rows}
    actors = {actor for logins in received.values() for actor in logins}
    since = min(row.recorded_at for row in rows)
    steps = select(Event.case_id, Event.actor).where(Event.case_id.in_(received), Event.actor.in_(actors))
    taken = session.execute(steps.where(Event.recorded_at >= since).distinct())
    return frozenset(case_id for case_id, actor in taken if actor in received[case_id])


def _received(row: Reassignment) -> Iterator[UUID]:
    before = {getattr(row, f"before_{name}") for name in PLACES[:3]}
    now = (getattr(row, name) for name in PLACES[:3])
    return (login for login in now if login is not None and login not in before)


def undo_batch(session: Session, actor: Actor, at: datetime, batch_id: UUID, comment: str) -> Batch:
    """Give every inspection of a batch back to exactly whoever had it.

    A case that was given to somebody else since, or in which whoever received it has done something, stays as it is.
    Raises `NotReady` once the time for it has passed.
    """
    changing = _Changing(session, actor, at)
    for change in changes_of(session, batch_id):
        if at > (until := undone_until(change.row.recorded_at)):
            raise NotReady(Sentence("inspection.undo_too_late", {"until": until}))
        if change.fault is not None:
            changing.refused.append((change.case.id, (change.fault,)))
        else:
            back = {name: getattr(change.row, f"before_{name}") for name in PLACES}
            changing.change(change.case, "reassign", comment, back)
    return changing.done()


def recent_batches(session: Session, offices: Sequence[str]) -> list[tuple[UUID, datetime, int]]:
    """The latest changes of many in authorities: the batch, its moment, how many cases."""
    rows = (
        select(Reassignment.batch_id, func.max(Reassignment.recorded_at), func.count())
        .join(Inspection, Inspection.id == Reassignment.inspection_id)
        .where(Reassignment.batch_id.is_not(None), Inspection.office.in_(offices))
        .group_by(Reassignment.batch_id)
        .order_by(func.max(Reassignment.recorded_at).desc(), Reassignment.batch_id)
        .limit(SHOWN)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(rows) if row[0] is not None]
