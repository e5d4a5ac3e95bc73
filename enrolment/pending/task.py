"""A task, declared: something that somebody should still do about a case, from pending to done, waived or lapsed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.deciding import told_of_transfer, transfer_from
from enrolment.household.homes import zone_at
from enrolment.models import Affiliation, DomesticWorker, Household, Place
from enrolment.money.period_days import unmoved
from enrolment.offices import offices
from enrolment.pending.task_effects import ask_again
from enrolment.pending.task_kinds import KINDS, TaskKind
from enrolment.pending.task_models import Task
from enrolment.people.concerned import impartial
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, roles_between
from regime.sentences import Sentence
from regime.time_limits import term
from regime.working_days import DueDate
from workflow.context import SYSTEM, Actor, Computed, Context, Recipient, Role, Surroundings
from workflow.definition import Action, Deadline, State, Workflow, anybody, nothing_to_do


@dataclass(frozen=True, kw_only=True)
class Concerned(Surroundings):
    """Whom a task concerns and of what kind it is; `worker_name` as the household typed it."""

    kind: TaskKind
    household_person: UUID | None
    worker_person: UUID | None
    worker_name: str


def look(session: Session, case: Any) -> Concerned:
    """The kind, both parties, and the clock of the place. Only whoever has to do it is told."""
    kind = KINDS[case.kind]
    household = session.get(Household, case.household_id) if case.household_id else None
    worker = session.get(DomesticWorker, case.worker_id) if case.worker_id else None
    subject = session.get(Affiliation, case.subject_id) if case.subject_workflow == "affiliation" else None
    place = session.get(Place, subject.place_id) if subject and subject.place_id else None
    parties = {HOUSEHOLD: household, DOMESTIC_WORKER: worker}
    people: dict[Role, tuple[Recipient, ...]] = {
        role: (party.person.as_recipient(),) for role, party in parties.items() if party and role == kind.doer
    }
    return Concerned(
        people=people,
        zone=zone_at(place.municipality if place else None),
        offices=offices(session).names,
        kind=kind,
        household_person=household.person_id if household else None,
        worker_person=worker.person_id if worker else None,
        worker_name=(subject.worker_given_name if subject else None) or "",
    )


def roles_of(actor: Actor, case: Any, around: Concerned) -> frozenset[Role]:
    """The parties who may read tasks of this kind; officials on everybody else's."""
    roles = roles_between(actor, around.household_person, around.worker_person, case.office)
    return roles & (around.kind.readers | frozenset(OFFICIALS))


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: what is to be done, why, about whom, by when."""
    kind = context.around.kind
    return {
        "what": kind.what,
        "why": kind.why,
        "worker": context.around.worker_name,
        "due_day": context.case.due_on,
        "reason": context.comment or "",
        **told_of_transfer(context),
    }


def dated(context: Context) -> Computed:
    """The last day: the one given, else that of the term of its kind; none for a kind without one."""
    return Computed({"due_on": context.case.due_on or _counted(context)})


def due(context: Context) -> DueDate | None:
    """The clock of a task, explained by its term; a given day stands by itself."""
    case = context.case
    if case.due_on is None:
        return None
    return unmoved(case.due_on, context.around.zone, Sentence("task.due", {"what": context.around.kind.what}))


def _counted(context: Context) -> date | None:
    name = context.around.kind.term
    if name is None:
        return None
    ends = term(name, context.legal_moment, timezone=str(context.around.zone)).due
    # Terms of tasks are days or months, never suspended: they end on a day.
    assert isinstance(ends, date)  # noqa: S101
    return ends


@nothing_to_do
def is_yours(context: Context) -> Sentence | None:
    """Only whoever has to do it says that it is done, and only where no fact says it by itself."""
    kind = context.around.kind
    if kind.doer not in context.roles:
        return Sentence("task.of_somebody_else")
    return None if kind.closed_by_doer else Sentence("task.closes_by_itself")


DUE = Deadline(
    "due",
    due,
    on_expiry="pass_due",
    basis=("practice",),
    reminders=(7, 3, 1),
    reminds=(HOUSEHOLD, DOMESTIC_WORKER),
)
STATES = (
    State("pending", tags=frozenset({"open"}), deadlines=(DUE,)),
    State("in_office", tags=frozenset({"open", "to_decide"})),
    # Nobody did it in time: somebody of the office looks how to help.
    State("overdue", tags=frozenset({"open", "late", "to_decide"}), seen_by=(HOUSEHOLD, DOMESTIC_WORKER)),
    State("done", final=True),
    State("waived", final=True),
    State("lapsed", final=True),
)
OPEN = ("pending", "in_office", "overdue")

ASK = Action(
    code="ask",
    target="pending",
    roles=anybody(SYSTEM),
    basis=("practice",),
    facts=("kind", "subject_workflow", "subject_id", "household_id", "worker_id", "office", "due_on"),
    computes=dated,
    notices={HOUSEHOLD: "asked", DOMESTIC_WORKER: "asked"},
)
SETTLE = Action(
    code="settle",
    source=OPEN,
    target="done",
    roles=anybody(*OFFICIALS),
    basis=("lss_251",),
    comment="required",
    effects=(ask_again,),
)
TASK = Workflow(
    name="task",
    model=Task,
    states=STATES,
    actions=(
        ASK,
        replace(ASK, code="ask_office", target="in_office", basis=("lss_251",), notices={}),
        Action(
            code="finish",
            source=("pending", "overdue"),
            target="done",
            roles=anybody(HOUSEHOLD, DOMESTIC_WORKER),
            basis=("practice",),
            guards=(is_yours,),
            comment="optional",
            effects=(ask_again,),
        ),
        transfer_from("in_office", "overdue", told=(HOUSEHOLD, DOMESTIC_WORKER)),
        SETTLE,
        replace(
            SETTLE,
            code="waive",
            target="waived",
            notices={HOUSEHOLD: "waived", DOMESTIC_WORKER: "waived"},
        ),
        Action(code="close", source=OPEN, target="done", roles=anybody(SYSTEM), basis=("practice",), quiet=True),
        Action(code="lapse", source=OPEN, target="lapsed", roles=anybody(SYSTEM), basis=("practice",), quiet=True),
        Action(
            code="pass_due",
            source=("pending",),
            target="overdue",
            roles=anybody(SYSTEM),
            basis=("practice",),
            notices={HOUSEHOLD: "overdue", DOMESTIC_WORKER: "overdue"},
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
)
