"""Who goes (row 12): one inspector or two, a substitute while somebody is away, many handed over at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.roles import DIRECTOR
from inspection.visit.following_models import Reassignment
from inspection.visit.inspection_models import Inspection
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import SYSTEM, Actor, Computed, Context
from workflow.definition import Action, Step, anybody, is_tagged
from workflow.engine import fire, reference
from workflow.errors import Refused

PLACES = ("inspector_id", "second_inspector_id", "substitute_id", "substitute_until")
FIELD = (
    "assigned",
    "ordered",
    "rescheduled",
    "summoned",
    "under_way",
    "paused",
    "not_constituted",
    "entered",
    "at_the_door",
    "refused",
    "documents_required",
    "documents_required_after_refusal",
)
BASIS = ("lft_544", "lft_542")


def inspectors_can_go(context: Context) -> Sentence | None:
    """Inspectors of the authority, two different persons, not close to the home, with credentials that are good."""
    case = context.case
    if case.inspector_id is not None and case.inspector_id == case.second_inspector_id:
        return Sentence("inspection.same_inspector_twice")
    named = [case.inspector_id, *([case.second_inspector_id] if case.second_inspector_id else [])]
    return next((fault for login in named if (fault := context.around.fault_of(login, context.day))), None)


def substitute_can_go(context: Context) -> Sentence | None:
    """Somebody else who could be assigned, up to a day that has not passed."""
    case = context.case
    if case.substitute_until is None or case.substitute_until < context.day:
        return Sentence("inspection.substitute_until_missing")
    if case.substitute_id in (case.inspector_id, case.second_inspector_id):
        return Sentence("inspection.substitute_is_the_same")
    found: Sentence | None = context.around.fault_of(case.substitute_id, context.day)
    return found


def nobody_stands_in(_context: Context) -> Computed:
    """Whoever was away is back."""
    return Computed({"substitute_id": None, "substitute_until": None})


def keep_change(session: Session, step: Step) -> None:
    """Write down who goes from now on, and who went before (as the latest change left it)."""
    case = step.case
    latest = session.scalars(
        select(Reassignment).where(Reassignment.inspection_id == case.id).order_by(Reassignment.id.desc()).limit(1)
    ).first()
    before = {f"before_{name}": getattr(latest, name) if latest else None for name in PLACES}
    now = {name: getattr(case, name) for name in PLACES}
    batch = step.context.data.get("batch_id")
    row = Reassignment(id=new_id(), inspection_id=case.id, batch_id=batch, recorded_at=step.context.at, **before, **now)
    session.add(row)
    session.flush()


ASSIGNING = (
    Action(
        code="assign",
        source=("to_assign",),
        target="assigned",
        roles=anybody(DIRECTOR),
        basis=BASIS,
        checks=(inspectors_can_go,),
        facts=("inspector_id", "second_inspector_id"),
        effects=(keep_change,),
        internal=True,
        rows=(12,),
    ),
    Action(
        code="reassign",
        source=FIELD,
        roles=anybody(DIRECTOR),
        basis=BASIS,
        checks=(inspectors_can_go,),
        facts=PLACES,
        inputs=("batch_id",),
        effects=(keep_change,),
        comment="required",
        rearms=("substitution",),
        weight="rare",
        internal=True,
        rows=(12,),
    ),
    Action(
        code="substitute",
        source=FIELD,
        roles=anybody(DIRECTOR),
        basis=BASIS,
        checks=(substitute_can_go,),
        facts=("substitute_id", "substitute_until"),
        inputs=("batch_id",),
        effects=(keep_change,),
        rearms=("substitution",),
        weight="rare",
        internal=True,
        rows=(12,),
    ),
    Action(
        code="end_substitution",
        source=FIELD,
        roles=anybody(DIRECTOR, SYSTEM),
        basis=BASIS,
        computes=nobody_stands_in,
        effects=(keep_change,),
        rearms=("substitution",),
        weight="rare",
        internal=True,
        rows=(12,),
    ),
)


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

    def change(self, case: Inspection, action: str, comment: str | None, **data: Any) -> None:
        """Take the step in one case."""
        try:
            named = {**data, "batch_id": self.batch}
            fire(self.session, case, action, self.actor, self.at, comment=comment, data=named)
        except Refused as fault:
            self.refused.append((case.id, fault.sentences))
        else:
            self.moved.append(case.id)

    def done(self) -> Batch:
        """What came of it."""
        return Batch(self.batch, tuple(self.moved), tuple(self.refused))


def reassign_many(session: Session, actor: Actor, at: datetime, cases: Sequence[UUID], to: UUID, comment: str) -> Batch:
    """Hand many inspections over to one inspector; where that cannot be, the case stays with whoever has it."""
    changing = _Changing(session, actor, at)
    for case_id in cases:
        changing.change(reference(session, Inspection, case_id), "reassign", comment, inspector_id=to)
    return changing.done()


def substitute_many(
    session: Session, actor: Actor, at: datetime, cases: Sequence[UUID], by: UUID, until: date
) -> Batch:
    """Let somebody stand in for a colleague who is away in many inspections, up to and including a day."""
    changing, who = _Changing(session, actor, at), {"substitute_id": by, "substitute_until": until}
    for case_id in cases:
        changing.change(reference(session, Inspection, case_id), "substitute", None, **who)
    return changing.done()


def open_cases_of(session: Session, inspector: UUID) -> list[UUID]:
    """The inspections that somebody has in the field, the oldest first."""
    mine = select(Inspection.id).where(Inspection.inspector_id == inspector, is_tagged(Inspection, "field"))
    return list(session.scalars(mine.order_by(Inspection.opened_at, Inspection.id)))


def undo_batch(session: Session, actor: Actor, at: datetime, batch_id: UUID, comment: str) -> Batch:
    """Give every inspection of a batch back to exactly whoever had it.

    A case that was given to somebody else after the batch stays there: that was another decision.
    """
    changing = _Changing(session, actor, at)
    changes = select(Reassignment).where(Reassignment.batch_id == batch_id).order_by(Reassignment.id)
    for change in session.scalars(changes).all():
        case = session.get_one(Inspection, change.inspection_id, populate_existing=True)
        if any(getattr(case, name) != getattr(change, name) for name in PLACES):
            changing.refused.append((case.id, (Sentence("inspection.changed_since_batch"),)))
        else:
            back = {name: getattr(change, f"before_{name}") for name in PLACES}
            changing.change(case, "reassign", comment, **back)
    return changing.done()
