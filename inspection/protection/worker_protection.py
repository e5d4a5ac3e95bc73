"""A protection matter of an inspection, declared (region PROT): detected, referred to who can protect, a measure in
force, concluded. Its clocks are hours and never pause; no triage, competence or suspension stands before it."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from enrolment.roles import PROTECTION
from inspection.files.file import Filed, surroundings
from inspection.models import InspectionFile
from inspection.protection.papers import PROTECTION_REFERRAL
from inspection.protection.protection_models import BODIES, WorkerProtection
from inspection.roles import DIRECTOR, INSPECTOR, INTAKE, LEGAL_OFFICER, TRIAGE, roles_in
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.time_limits import term
from regime.working_days import DueDate, due
from workflow.context import SYSTEM, Actor, Computed, Context, Role
from workflow.definition import Action, Deadline, State, Workflow, anybody

PROTECTORS = (DIRECTOR, LEGAL_OFFICER, PROTECTION)
WHO_SEES_DANGER = (INTAKE, TRIAGE, INSPECTOR, *PROTECTORS)
AUTHORITY = "protection"  # no suspension of an authority stops these clocks

# The term in which each danger is to be with who can protect, and the article that sets it (LGAMVLV 28; CNPP 222).
_TO_REFER = {"imminent_danger": "safety_report_time"}
_OTHERWISE = "protection_order_time"


def look(session: Session, case: Any) -> Filed:
    """The file's parties and zone. Nobody is told by a message: whoever holds the telephone could read it."""
    around = surroundings(session, session.get_one(InspectionFile, case.file_id))
    return _without_messages(around)


def _without_messages(around: Filed) -> Filed:
    return Filed(
        people={},
        zone=around.zone,
        authority=AUTHORITY,
        employer_person=around.employer_person,
        worker_person=around.worker_person,
        assigned=around.assigned,
        rules=around.rules,
        base_url=around.base_url,
        home=around.home,
        officer_name=around.officer_name,
    )


def roles_of(actor: Actor, case: Any, around: Filed) -> frozenset[Role]:
    """Officers of the authority and those whose role is protection; the employer and the worker are nobody here."""
    if actor.person_id is not None and actor.person_id in {around.employer_person, around.worker_person}:
        return frozenset()
    roles = roles_in(actor, case.office, assigned=around.assigned) & frozenset(WHO_SEES_DANGER)
    return roles | ({PROTECTION} if PROTECTION.code in actor.roles else frozenset())


def refer_by(context: Context) -> DueDate:
    """Hours of the clock from the moment it was learnt, by the danger."""
    name = _TO_REFER.get(context.case.danger, _OTHERWISE)
    return term(name, context.case.learnt_at, timezone=str(context.around.zone))


def _hours_for(name: str, danger: str) -> Any:
    def found(context: Context) -> DueDate | None:
        if context.case.danger != danger:
            return None
        return term(name, context.case.referred_at or context.legal_moment, timezone=str(context.around.zone))

    return found


def measure_end(context: Context) -> DueDate:
    """When the last day of the measure is over, whatever day of the week it is: hours of the clock."""
    zone = context.around.zone
    begins = datetime.combine(context.case.measure_from, time(), zone)
    ends = datetime.combine(context.case.measure_until + timedelta(days=1), time(), zone)
    hours = int((ends.astimezone(UTC) - begins.astimezone(UTC)).total_seconds() // 3600)
    return due(begins, hours, "hours", timezone=str(zone))


def body_is_named(context: Context) -> Sentence | None:
    """A referral goes to a body that can protect, with the number under which it was received."""
    if context.case.referred_to not in BODIES:
        return Sentence("worker_protection.body_missing")
    return None if context.case.reference else Sentence("worker_protection.reference_missing")


def measure_fits(context: Context) -> Sentence | None:
    """An order of protection lasts sixty days at most (LGAMVLV 28)."""
    return _longer_than(context, "protection_order_duration")


def measure_fits_prolonged(context: Context) -> Sentence | None:
    """Prolonged, it lasts thirty days more at most (LGAMVLV 28)."""
    return _longer_than(context, "protection_order_duration", "protection_order_extension")


def _longer_than(context: Context, *lengths: str) -> Sentence | None:
    since, until = context.case.measure_from, context.case.measure_until
    if since is None or until is None or until < since:
        return Sentence("worker_protection.measure_days_missing")
    most = sum(int(parameter(name).on(since).value) for name in lengths)
    return Sentence("worker_protection.measure_too_long", {"most": most}) if (until - since).days >= most else None


def not_extended_yet(context: Context) -> Sentence | None:
    """A measure is prolonged once."""
    return Sentence("worker_protection.extended_already") if context.case.extended else None


def opened_for(context: Context) -> Computed:
    """The authority of the file, and the moment from which every clock counts."""
    return Computed({"learnt_at": context.legal_moment})


def referred_now(context: Context) -> Computed:
    """The moment of the referral, from which the clocks of the other body count."""
    return Computed({"referred_at": context.legal_moment})


def prolonged(_context: Context) -> Computed:
    """That it was prolonged."""
    return Computed({"extended": True})


REFER = Deadline("refer", refer_by, on_expiry="escalate", basis=("cnpp_222", "lgamvlv_28"), entry="D30")
DECREE = Deadline(
    "child_decree",
    _hours_for("child_decree_time", "child_under_fifteen"),
    on_expiry="pass_term",
    basis=("lgdnna_122",),
    entry="D28",
)
REVIEW = Deadline(
    "safety_review",
    _hours_for("restriction_review_time", "imminent_danger"),
    on_expiry="pass_term",
    basis=("lft_512dbis",),
    entry="D07",
)
JUDGE = Deadline(
    "judge_review",
    _hours_for("child_measure_review_time", "child_under_fifteen"),
    on_expiry="pass_term",
    basis=("lgdnna_122",),
    entry="D29",
)
END = Deadline("measure_end", measure_end, on_expiry="measure_ends", basis=("lgamvlv_28",))

_OPEN = ("detected", "escalated", "referred", "measure_in_force", "measure_over")

WORKER_PROTECTION = Workflow(
    name="worker_protection",
    model=WorkerProtection,
    sealed=True,
    states=(
        State("detected", tags=frozenset({"open"}), deadlines=(REFER,)),
        State("escalated", tags=frozenset({"open", "late"})),
        State("referred", tags=frozenset({"open"}), deadlines=(DECREE, REVIEW)),
        State("measure_in_force", tags=frozenset({"open"}), deadlines=(JUDGE, END)),
        State("measure_over", tags=frozenset({"open", "late"})),
        State("concluded", final=True),
        State("mistaken", final=True),
    ),
    actions=(
        Action(
            code="detect",
            target="detected",
            roles=anybody(SYSTEM),
            basis=("cnpp_222", "lft_541"),
            facts=("file_id", "office", "danger"),
            computes=opened_for,
            rows=(3,),
        ),
        Action(
            code="escalate",
            source=("detected",),
            target="escalated",
            roles=anybody(SYSTEM),
            basis=("cnpp_222",),
            rows=(3,),
        ),
        Action(
            code="refer",
            source=("detected", "escalated", "referred"),
            target="referred",
            roles=anybody(*WHO_SEES_DANGER),
            basis=("cnpp_222", "lgdnna_122", "lgamvlv_28"),
            checks=(body_is_named,),
            facts=("referred_to", "reference"),
            computes=referred_now,
            produces=("protection_referral",),
            rows=(3,),
        ),
        Action(
            code="pass_term",
            source=("referred", "measure_in_force"),
            roles=anybody(SYSTEM),
            basis=("lgdnna_122", "lft_512dbis"),
            rows=(3,),
        ),
        Action(
            code="record_measure",
            source=("referred",),
            target="measure_in_force",
            roles=anybody(*PROTECTORS),
            basis=("lgamvlv_28",),
            checks=(measure_fits,),
            facts=("measure_from", "measure_until"),
            rows=(3,),
        ),
        Action(
            code="extend_measure",
            source=("measure_in_force", "measure_over"),
            target="measure_in_force",
            roles=anybody(*PROTECTORS),
            basis=("lgamvlv_28",),
            guards=(not_extended_yet,),
            checks=(measure_fits_prolonged,),
            facts=("measure_until",),
            computes=prolonged,
            rearms=("measure_end",),
            rows=(3,),
        ),
        Action(
            code="measure_ends",
            source=("measure_in_force",),
            target="measure_over",
            roles=anybody(SYSTEM),
            basis=("lgamvlv_28",),
            rows=(3,),
        ),
        Action(
            code="conclude",
            weight="grave",
            source=("referred", "measure_in_force", "measure_over"),
            target="concluded",
            roles=anybody(*PROTECTORS),
            basis=("protocol",),
            comment="required",
            rows=(3,),
        ),
        Action(
            # Nobody was in danger. Whoever finds so answers for it, with the reason.
            code="find_mistaken",
            weight="grave",
            source=_OPEN,
            target="mistaken",
            roles=anybody(*PROTECTORS),
            basis=("protocol",),
            comment="required",
            rows=(3,),
        ),
    ),
    look=look,
    roles_of=roles_of,
    documents=(PROTECTION_REFERRAL,),
)
