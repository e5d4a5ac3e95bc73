"""A challenge, declared (rows 57 to 60): revision before the superior, nullity or amparo before a court.

Courts never act here: an officer records what they decided, with reference and days. What the challenge becomes moves
the sanction by itself.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from enrolment.following import then
from inspection.files.impartial import impartial
from inspection.roles import EMPLOYER, INTAKE, LEGAL_OFFICER, SUPERIOR
from inspection.sanction.agreement_papers import CHALLENGE_PAPERS
from inspection.sanction.discretion import reason_names_nobody
from inspection.sanction.look import awaited_challenges, challenge_roles, look_at_challenge, open_challenges
from inspection.sanction.sanction_models import SUSPENSIONS, Challenge, Sanction
from inspection.service.delivered import delivery_fault
from inspection.service.matters import counted_from, issues, upon, with_services
from inspection.time_limits import basis, for_authority
from regime.due_dates import DueDate
from regime.sentences import Sentence
from workflow.context import SYSTEM, THE_SYSTEM, Computed, Context
from workflow.definition import Action, Deadline, Effect, State, Step, Workflow, anybody, nothing_to_do, workflow_of
from workflow.engine import fire

REVISION = "revision"
WAITING = ("to_admit", "under_review")
FACTS = (
    "file_id",
    "office",
    "sanction_id",
    "kind",
    "filed_on",
    "body",
    "reference",
    "suspension_asked",
    "guaranteed",
)
STANDS = ("confirm", "reopen_term")
OUTCOME = ("decided_on", "effective_on", "reference")


def suspension_ends(context: Context) -> DueDate | None:
    """Five business days to decide on the suspension of a fine, from the filing of a revision (LFPA 87)."""
    case = context.case
    asked = case.kind == REVISION and case.suspension_asked and case.guaranteed and case.suspension is None
    return for_authority("execution_suspension_time", since="filed_on")(context) if asked else None


SUSPENSION = Deadline("suspension", suspension_ends, "deem_suspended", basis("execution_suspension_time"), entry="D21")


def decider_does_not_review(context: Context) -> Sentence | None:
    """Whoever conducted or decided the sanction does not answer the revision of it (LFPA 86)."""
    if context.case.kind != REVISION:
        return None
    took_part = str(context.actor.login_id) in context.around.decided_by
    return Sentence("challenge.decider_reviews") if took_part else None


def belongs_to_reader(context: Context) -> Sentence | None:
    """A revision is answered by the superior; what a court decided is recorded by an officer."""
    wanted = SUPERIOR if context.case.kind == REVISION else LEGAL_OFFICER
    return None if wanted in context.roles else Sentence(f"challenge.for_{wanted.code}")


def outcome_days_are_possible(context: Context) -> Sentence | None:
    """Decided after it was filed, told on that day or later, both in the past; what the superior answers may still
    have to be served."""
    case = context.case
    decided, effective = case.decided_on, case.effective_on
    if decided is None or (effective is None and case.kind != REVISION):
        return Sentence("challenge.days_missing")
    in_order = case.filed_on <= decided <= (effective or decided) <= context.day
    return None if in_order else Sentence("challenge.days_wrong", {"filed": case.filed_on})


def court_is_named(context: Context) -> Sentence | None:
    """What a court decided has its reference; the superior's answer is an act of this very case."""
    named = context.case.kind == REVISION or (context.case.reference or "").strip()
    return None if named else Sentence("challenge.reference_missing")


def suspension_was_asked(context: Context) -> Sentence | None:
    """Execution is suspended when that was asked for; of a fine, once its payment is guaranteed (LFPA 87)."""
    if context.case.suspension is not None:
        return Sentence("challenge.suspension_decided")
    return None if context.case.suspension_asked else Sentence("challenge.suspension_not_asked")


def payment_is_guaranteed(context: Context) -> Sentence | None:
    """A fine is suspended only against a guarantee of its payment (LFPA 87 V)."""
    return None if context.case.guaranteed else Sentence("challenge.not_guaranteed")


def suspended(with_what: str) -> Any:
    """What became of the suspension."""
    return lambda _context: Computed({"suspension": with_what})


def late_now(_context: Context) -> Computed:
    """It came after its term."""
    return Computed({"is_late": True})


def may_take(case: Any, action: str) -> bool:
    """Whether a case can take a step where it stands."""
    steps = workflow_of(type(case)).actions_from(case.state, case.opened_on)
    return any(known.code == action for known in steps)


def take_up(session: Session, step: Step) -> None:
    """The sanction waits for the answer, even if it was firm; one that waits already goes on waiting."""
    sanction = session.get_one(Sanction, step.case.sanction_id, populate_existing=True)
    if may_take(sanction, "take_up_challenge"):
        fire(session, sanction, "take_up_challenge", THE_SYSTEM, step.context.at, comment=step.context.comment)


def resume_term(session: Session, step: Step) -> None:
    """What was not taken up leaves the decision where it was: its terms run on from when it was served."""
    sanction = session.get_one(Sanction, step.case.sanction_id, populate_existing=True)
    if may_take(sanction, "resume_term") and not awaited_challenges(session, sanction.id):
        then(session, step, "resume_term", sanction)


def moves_sanction(action: str, *, by_revision: str | None = None) -> Effect:
    """The effect that takes a step of the sanction from the day on which the answer took effect, once it has.

    `by_revision` is the step instead, where the superior answered: a court may still be asked.
    """

    def move(session: Session, step: Step) -> None:
        case, context = step.case, step.context
        wanted = by_revision if by_revision and case.kind == REVISION else action
        sanction = session.get_one(Sanction, case.sanction_id, populate_existing=True)
        if case.effective_on is None or not may_take(sanction, wanted):
            return  # it is served first, or the sanction has gone another way meanwhile
        if wanted in STANDS and awaited_challenges(session, sanction.id):
            return  # another answer is still to come
        for other in open_challenges(session, sanction.id):
            then(session, step, "lose_object", other)
        data = {"by_summary": case.by_summary} if wanted == "remand" else {}
        at = context.effective_at or noon(case.effective_on, context)
        fire(session, sanction, wanted, THE_SYSTEM, context.at, comment=context.comment, data=data, effective_at=at)

    move.__name__ = f"moves_sanction_by_{action}"
    return move


def noon(day: date, context: Context) -> datetime:
    """A moment within a day of the place; of today, the present one."""
    return context.at if day == context.day else datetime.combine(day, time(12), context.around.zone)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say."""
    return {
        "folio": context.around.folio,
        "filed_on": context.case.filed_on,
        "reason": context.comment or "",
        "court": context.around.rules.rules["court"].says,
    }


UPHELD = moves_sanction("confirm", by_revision="reopen_term")
ANNULLED = moves_sanction("annul")
REMANDED = moves_sanction("remand")
MOVES = {"confirmed": UPHELD, "annulled": ANNULLED, "remanded": REMANDED, "dismissed": UPHELD}


def by_superior(step: Step) -> bool:
    """A court serves its judgments itself; what the superior answers is an act of the authority."""
    return bool(step.case.kind == REVISION)


def answer_is_awaited(step: Step) -> bool:
    """Whether the answer was decided and nobody has told the employer yet."""
    return by_superior(step) and step.case.effective_on is None


ANSWER_IS_SERVED = issues("challenge_answer", when=answer_is_awaited)


@nothing_to_do
def answer_is_to_be_served(context: Context) -> Sentence | None:
    """An answer of the superior that was decided and has not reached the employer."""
    case = context.case
    awaited = case.kind == REVISION and case.decided_on is not None and case.effective_on is None
    return None if awaited else Sentence("challenge.told_already")


def delivery_is_possible(context: Context) -> Sentence | None:
    """It was delivered after it was decided, not later than now, to somebody who may receive it."""
    fault = delivery_fault(context)
    if fault is not None or SYSTEM in context.roles:
        return fault
    day = context.data["delivered_at"].astimezone(context.around.zone).date()
    before = day < context.case.decided_on
    return Sentence("challenge.days_wrong", {"filed": context.case.filed_on}) if before else None


def told_then(context: Context) -> Computed:
    """The day on which the answer took effect."""
    counts = counted_from("moment")(context).facts["moment"]
    return Computed({"effective_on": counts.astimezone(context.around.zone).date()})


def move_as_answered(session: Session, step: Step) -> None:
    """What the answer means for the sanction."""
    MOVES[step.case.state](session, step)


def _decided(code: str, target: str, effect: Effect, row: int, *facts: str) -> Action:
    """A step that ends a challenge and moves the sanction."""
    return Action(
        code=code,
        source=("under_review",),
        target=target,
        roles=anybody(SUPERIOR, LEGAL_OFFICER),
        basis=("lfpa_91", "lfpca_52"),
        guards=(belongs_to_reader, decider_does_not_review),
        checks=(outcome_days_are_possible, court_is_named, reason_names_nobody),
        facts=(*OUTCOME, *facts),
        effects=(effect, ANSWER_IS_SERVED),
        comment="required",
        notices={EMPLOYER: code},
        weight="grave",
        produces=("challenge_answer",),
        rows=(row,),
    )


def _suspension(code: str, what: str, *, guaranteed: bool) -> Action:
    return Action(
        code=code,
        source=("under_review",),
        roles=anybody(SUPERIOR, LEGAL_OFFICER),
        basis=("lfpa_87", "lfpca_28"),
        guards=(suspension_was_asked, belongs_to_reader, *((payment_is_guaranteed,) if guaranteed else ())),
        checks=(reason_names_nobody,),
        computes=suspended(what),
        rearms=("suspension",),
        comment="required",
        notices={EMPLOYER: code},
        produces=("suspension_agreement",),
        rows=(57,),
    )


ACTIONS = (
    Action(
        code="file",
        target="under_review",
        roles=anybody(SYSTEM),
        basis=("lfpa_83", "lfpa_85", "lfpca_13"),
        facts=FACTS,
        effects=(take_up,),
        comment="optional",
        notices={EMPLOYER: "filed"},
        produces=("challenge_receipt",),
        rows=(57,),
    ),
    Action(
        code="file_late",
        target="to_admit",
        roles=anybody(SYSTEM),
        basis=("lfpa_43", "lfpa_85", "lfpca_13"),
        facts=FACTS,
        computes=late_now,
        comment="optional",
        notices={EMPLOYER: "filed_late"},
        produces=("challenge_receipt",),
        rows=(57,),
    ),
    Action(
        code="take_up",
        source=("to_admit",),
        target="under_review",
        roles=anybody(SUPERIOR, LEGAL_OFFICER),
        basis=("lfpa_83", "lfpca_13"),
        guards=(belongs_to_reader,),
        effects=(take_up,),
        comment="required",
        rows=(57,),
    ),
    Action(
        code="guarantee",
        source=WAITING,
        roles=anybody(EMPLOYER, INTAKE, LEGAL_OFFICER),
        basis=("lfpa_87",),
        facts=("suspension_asked", "guaranteed"),
        rearms=("suspension",),
        comment="optional",
        rows=(57,),
    ),
    _suspension("grant_suspension", SUSPENSIONS[0], guaranteed=True),
    _suspension("refuse_suspension", SUSPENSIONS[1], guaranteed=False),
    Action(
        code="deem_suspended",
        source=("under_review",),
        roles=anybody(SYSTEM),
        basis=("lfpa_87",),
        computes=suspended(SUSPENSIONS[2]),
        notices={EMPLOYER: "deem_suspended"},
        produces=("suspension_agreement",),
        rows=(57,),
    ),
    _decided("confirm", "confirmed", UPHELD, 58),
    _decided("annul", "annulled", ANNULLED, 59),
    _decided("remand", "remanded", REMANDED, 60, "by_summary"),
    Action(
        # Not admitted, out of time or without standing: the decision stays as it was.
        code="not_take_up",
        source=("to_admit",),
        target="dismissed",
        roles=anybody(SUPERIOR, LEGAL_OFFICER),
        basis=("lfpa_88", "lfpca_8"),
        guards=(belongs_to_reader, decider_does_not_review),
        checks=(reason_names_nobody,),
        effects=(resume_term, issues("not_taken_up", when=by_superior)),
        comment="required",
        notices={EMPLOYER: "dismiss"},
        weight="grave",
        produces=("challenge_answer",),
        rows=(58,),
    ),
    Action(
        code="dismiss",
        source=("under_review",),
        target="dismissed",
        roles=anybody(SUPERIOR, LEGAL_OFFICER),
        basis=("lfpa_88", "lfpca_8"),
        guards=(belongs_to_reader, decider_does_not_review),
        checks=(outcome_days_are_possible, court_is_named, reason_names_nobody),
        facts=OUTCOME,
        effects=(UPHELD, ANSWER_IS_SERVED),
        comment="required",
        notices={EMPLOYER: "dismiss"},
        weight="grave",
        produces=("challenge_answer",),
        rows=(58,),
    ),
    Action(
        code="answer_served",
        source=tuple(MOVES),
        roles=anybody(LEGAL_OFFICER, SYSTEM),
        basis=("lfpa_36", "lfpa_38", "lfpa_39"),
        guards=(answer_is_to_be_served,),
        checks=(delivery_is_possible,),
        inputs=("delivered_at", "served_to"),
        computes=told_then,
        effects=(upon("challenge_answer"), move_as_answered),
        internal=True,
        rows=(58, 59, 60),
    ),
    Action(
        code="lose_object",
        source=WAITING,
        target="without_object",
        roles=anybody(SYSTEM),
        basis=("lfpa_95",),
        rows=(66,),
    ),
)


CHALLENGE = Workflow(
    name="challenge",
    model=Challenge,
    states=(
        State("to_admit", tags=frozenset({"open", "to_decide"})),
        State("under_review", tags=frozenset({"open", "to_decide"}), deadlines=(SUSPENSION,)),
        *(State(code, final=True, tags=frozenset({"answered"})) for code in MOVES),
        State("without_object", final=True),
    ),
    actions=with_services(ACTIONS),
    look=look_at_challenge,
    roles_of=challenge_roles,
    impartial=impartial,
    tell=tell,
    documents=CHALLENGE_PAPERS,
)
