"""Who goes (row 12): one inspector or two, a substitute while somebody is away, many handed over at once."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from inspection.roles import DIRECTOR
from inspection.visit.absence_models import Absence
from inspection.visit.following_models import Reassignment
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import SYSTEM, Computed, Context
from workflow.definition import Action, Step, anybody, is_tagged
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
# Whoever was assigned is needed after the acta too: measures are verified, and any of them may be away.
WORKED = (
    *FIELD,
    "acta_closed",
    "under_observation",
    "in_assessment",
    "measures_ordered",
    "compliance_requested",
    "in_verification",
    "in_sanction",
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


def new_substitute_can_go(context: Context) -> Sentence | None:
    """Whoever is to stand in instead of somebody else could be assigned too."""
    if context.data.get("substitute_id") is None:
        return None
    return substitute_can_go(context)


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


def cover_who_is_away(session: Session, step: Step) -> None:
    """Whoever is given a case while they are away has their substitute in it, unless that one may not go there."""
    away = absence_of(session, step.case.inspector_id)
    if away is None or away.until_day < step.context.day or step.case.substitute_id is not None:
        return
    with suppress(Refused):
        then(session, step, "substitute", substitute_id=away.substitute_id, substitute_until=away.until_day)


def absence_of(session: Session, login_id: UUID) -> Absence | None:
    """The absence in which an inspector is now, if they are away."""
    return session.scalar(select(Absence).where(Absence.login_id == login_id, is_tagged(Absence, "away")))


ASSIGNING = (
    Action(
        code="assign",
        source=("to_assign",),
        target="assigned",
        roles=anybody(DIRECTOR),
        basis=BASIS,
        checks=(inspectors_can_go,),
        facts=("inspector_id", "second_inspector_id"),
        effects=(keep_change, cover_who_is_away),
        internal=True,
        rows=(12,),
    ),
    Action(
        code="reassign",
        source=WORKED,
        roles=anybody(DIRECTOR),
        basis=BASIS,
        checks=(inspectors_can_go, new_substitute_can_go),
        facts=PLACES,
        inputs=("batch_id",),
        effects=(keep_change, cover_who_is_away),
        comment="required",
        rearms=("substitution",),
        weight="rare",
        internal=True,
        rows=(12,),
    ),
    Action(
        code="substitute",
        source=WORKED,
        roles=anybody(DIRECTOR, SYSTEM),
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
        source=WORKED,
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
