"""An absence, declared: recorded once, it lets somebody stand in in every open inspection of who is away, and ends."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.money.period_days import unmoved
from inspection.roles import DIRECTOR, INSPECTOR, roles_in
from inspection.visit.absence_models import Absence
from inspection.visit.handing_over import cases_covered, open_cases_of, substitute_many
from inspection.visit.inspection_models import Inspection
from regime.due_dates import DueDate
from regime.sentences import Sentence
from workflow.context import SYSTEM, THE_SYSTEM, Actor, Context, Role, Surroundings
from workflow.definition import Action, Deadline, State, Step, Workflow, anybody, is_tagged
from workflow.engine import fire, reference
from workflow.people import Login

BASIS = ("lft_544", "protocol")
DAYS = ("from_day", "until_day")


@dataclass(frozen=True, kw_only=True)
class Away(Surroundings):
    """Who of the two inspects for the authority, and whether either is away on one of the days already."""

    inspecting: frozenset[UUID]
    overlaps: bool
    substitute_is_away: bool


def look(session: Session, case: Any) -> Away:
    """The two inspectors, and the other absences of each that are not over."""
    people = [login for key in (case.login_id, case.substitute_id) if (login := session.get(Login, key or case.id))]
    serving = (one.id for one in people if one.active and INSPECTOR.code in one.roles and case.office in one.offices)
    return Away(
        authority=case.office or "",
        inspecting=frozenset(serving),
        overlaps=_is_away(session, case, case.login_id),
        substitute_is_away=_is_away(session, case, case.substitute_id),
    )


def _is_away(session: Session, case: Any, login_id: UUID | None) -> bool:
    if login_id is None or case.from_day is None or case.until_day is None:
        return False
    others = select(Absence.id).where(Absence.login_id == login_id, Absence.id != case.id, is_tagged(Absence, "open"))
    met = others.where(Absence.from_day <= case.until_day, Absence.until_day >= case.from_day)
    return session.scalar(met.limit(1)) is not None


def roles_of(actor: Actor, case: Any, _around: Away) -> frozenset[Role]:
    """The head of the authority; who is away and who stands in read it."""
    who = (case.login_id, case.substitute_id)
    return roles_in(actor, case.office, assigned=who) & frozenset({DIRECTOR, INSPECTOR})


def both_inspect(context: Context) -> Sentence | None:
    """Two different inspectors of the authority, of whom the one who stands in is there."""
    case, around = context.case, context.around
    if case.login_id not in around.inspecting or case.substitute_id not in around.inspecting:
        return Sentence("inspection.no_inspector")
    if case.login_id == case.substitute_id:
        return Sentence("inspection.substitute_is_the_same")
    return Sentence("inspector_absence.substitute_is_away") if around.substitute_is_away else None


def days_are_possible(context: Context) -> Sentence | None:
    """Days in order that have not all passed, and that no other absence of the same inspector holds."""
    case = context.case
    if case.from_day is None or case.until_day is None:
        return Sentence("inspector_absence.days_missing")
    if case.until_day < case.from_day:
        return Sentence("inspector_absence.days_turned", {"first": case.from_day, "last": case.until_day})
    if case.until_day < context.day:
        return Sentence("inspector_absence.over", {"last": case.until_day})
    return Sentence("inspector_absence.overlaps") if context.around.overlaps else None


def begin_today(session: Session, step: Step) -> None:
    """What begins today, or began before it was recorded, waits for no night."""
    if step.case.from_day <= step.context.day:
        then(session, step, "begin")


def cover(session: Session, step: Step) -> None:
    """Let the substitute stand in wherever who is away is the inspector; where they may not go, the case stays."""
    absence = step.case
    substitute_many(
        session,
        THE_SYSTEM,
        step.context.at,
        open_cases_of(session, absence.login_id),
        absence.substitute_id,
        absence.until_day,
    )


def uncover(session: Session, step: Step) -> None:
    """Who was away is back: nobody stands in any more."""
    for case_id in cases_covered(session, step.case.login_id, step.case.substitute_id):
        case = reference(session, Inspection, case_id)
        fire(session, case, "end_substitution", THE_SYSTEM, step.context.at, effective_at=step.context.effective_at)


def first_day(context: Context) -> DueDate:
    """The day on which somebody is away for the first time."""
    return unmoved(context.case.from_day, context.around.zone, Sentence("inspector_absence.day_recorded"))


def day_after(context: Context) -> DueDate:
    """The day on which they are back."""
    because = Sentence("inspector_absence.day_recorded")
    return unmoved(context.case.until_day + timedelta(days=1), context.around.zone, because)


BEGINNING = Deadline("beginning", first_day, on_expiry="begin", basis=BASIS, silent=True)
ENDING = Deadline("ending", day_after, on_expiry="end", basis=BASIS, silent=True)

ABSENCE = Workflow(
    name="inspector_absence",
    model=Absence,
    states=(
        State("planned", tags=frozenset({"open"}), deadlines=(BEGINNING,)),
        State("under_way", tags=frozenset({"open", "away"}), deadlines=(ENDING,)),
        State("over", final=True),
        State("withdrawn", final=True),
    ),
    actions=(
        Action(
            code="record",
            target="planned",
            roles=anybody(DIRECTOR),
            basis=BASIS,
            checks=(both_inspect, days_are_possible),
            facts=("login_id", "office", "substitute_id", *DAYS),
            effects=(begin_today,),
            rows=(12,),
        ),
        Action(
            code="begin",
            source=("planned",),
            target="under_way",
            roles=anybody(SYSTEM),
            basis=BASIS,
            effects=(cover,),
            rows=(12,),
        ),
        Action(
            code="move",
            source=("planned",),
            roles=anybody(DIRECTOR),
            basis=BASIS,
            checks=(days_are_possible,),
            facts=DAYS,
            rearms=("beginning",),
            effects=(begin_today,),
            rows=(12,),
        ),
        Action(
            code="prolong",
            source=("under_way",),
            roles=anybody(DIRECTOR),
            basis=BASIS,
            checks=(days_are_possible,),
            facts=("until_day",),
            rearms=("ending",),
            effects=(cover,),
            rows=(12,),
        ),
        Action(
            code="end",
            source=("under_way",),
            target="over",
            roles=anybody(DIRECTOR, SYSTEM),
            basis=BASIS,
            effects=(uncover,),
            rows=(12,),
        ),
        Action(
            code="withdraw",
            source=("planned",),
            target="withdrawn",
            roles=anybody(DIRECTOR),
            basis=BASIS,
            comment="optional",
            weight="rare",
            rows=(12,),
        ),
    ),
    look=look,
    roles_of=roles_of,
)
