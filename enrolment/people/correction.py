"""The correction of a worker or of a household itself, declared: asked by a party or the office, decided there.

Nothing that was paid is billed again and no week is lost: lines, payments and cover refer to the person, not to a name.
Her CURP and NSS are no part of it; they have procedures of their own. Of a household its own CURP can be set right.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from enrolment.deciding import refused, told_of_transfer, transfer_from
from enrolment.papers.receipt import receipt
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.people.concerned import impartial
from enrolment.people.correcting import ASKED_BY_OFFICE, WITH_CURP, correct_everywhere
from enrolment.people.correction_look import Corrected, look
from enrolment.people.correction_models import Correction
from enrolment.people.identifiers import check_curp
from enrolment.people.typed_identifiers import first_problem
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, roles_between
from regime.sentences import Sentence
from workflow.context import Actor, Computed, Context, Role
from workflow.definition import Action, State, Workflow, anybody


def roles_of(actor: Actor, case: Any, around: Corrected) -> frozenset[Role]:
    """Whoever asked, and officials who are no party; what one party asks of a worker the other does not see."""
    roles = roles_between(
        actor, around.household_person, around.worker_person, case.office or around.office, around.delegates
    )
    if case.household_id is not None:
        return roles & {HOUSEHOLD, *OFFICIALS}
    allowed = {HOUSEHOLD, DOMESTIC_WORKER} if case.state is None else {Role(case.asked_by)}
    return roles & (allowed | set(OFFICIALS))


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: the reason, and nothing of the name itself."""
    return {"reason": context.comment or "", **told_of_transfer(context), **told_of_refusal(context)}


def asker_of(roles: frozenset[Role]) -> str:
    """Who asks, as the case keeps it."""
    return next((role.code for role in (HOUSEHOLD, DOMESTIC_WORKER) if role in roles), ASKED_BY_OFFICE)


def shown_to(roles: frozenset[Role], around: Corrected) -> Mapping[str, Any]:
    """What whoever asks knows already: a household what it typed itself, everybody else what the register holds."""
    return around.typed if HOUSEHOLD in roles else around.record


def something_changes(context: Context) -> Sentence | None:
    """A correction says something else than what stands."""
    stands = shown_to(context.roles, context.around)
    wanted = {name: getattr(context.case, name) for name in stands}
    differs = any(
        wanted[name] != stands[name] for name in stands if wanted[name] is not None or name in ALWAYS_ANSWERED
    )
    return None if differs else Sentence("correction.nothing_changes")


def is_named(context: Context) -> Sentence | None:
    """A person has a name."""
    named = context.case.given_name and context.case.first_surname
    return None if named else Sentence("correction.name_missing")


def is_born(context: Context) -> Sentence | None:
    """Nobody is born after today."""
    born: date | None = context.case.birth_date
    return Sentence("correction.born_later") if born and born > context.day else None


def asks_once(context: Context) -> Sentence | None:
    """One at a time: the first is decided before another is asked."""
    return Sentence("correction.is_asked") if asker_of(context.roles) in context.around.asking else None


def is_about_somebody(context: Context) -> Sentence | None:
    """The worker of a relation, or a household itself; a CURP of the household only."""
    case = context.case
    is_one = (case.affiliation_id is None) != (case.household_id is None)
    return None if is_one and (case.household_id or not case.curp) else Sentence("correction.curp_apart")


def household_stands(context: Context) -> Sentence | None:
    """What is said of a household that is closed is history."""
    about_itself = context.case.household_id is not None
    return Sentence("correction.household_closed") if about_itself and not context.around.household_is_open else None


def curp_can_be_right(context: Context) -> Sentence | None:
    """What is certainly wrong in a CURP, with its position."""
    return first_problem(context.case.curp, lambda text: check_curp(text, context.day))


def curp_is_nobody_elses(context: Context) -> Sentence | None:
    """A CURP stands for one person: the two records are compared first. Only who decides learns of it."""
    owner = context.around.curp_owner
    is_free = owner is None or owner == context.around.household_person
    return None if is_free else Sentence("correction.curp_of_another")


def paper_is_named(context: Context) -> Sentence | None:
    """Whoever sets right who a household is says which paper was seen."""
    named = context.case.household_id is None or (context.comment or "").strip()
    return None if named else Sentence("correction.paper_missing")


def asked(context: Context) -> Computed:
    """Who asks, about whom, and which office decides."""
    around = context.around
    facts = {"asked_by": asker_of(context.roles), "worker_id": around.worker_id, "office": around.office}
    return Computed(facts)


def kept(context: Context) -> Computed:
    """What stood until now stays in the history."""
    return Computed({f"was_{name}": value for name, value in context.around.record.items()})


# Of a date or a number that is left empty nothing is said; an empty second surname says that there is none.
ALWAYS_ANSWERED = frozenset({"given_name", "first_surname", "second_surname"})
PARTIES = (HOUSEHOLD, DOMESTIC_WORKER)

CORRECTION = Workflow(
    name="correction",
    model=Correction,
    states=(
        State("asked", tags=frozenset({"open", "to_decide"}), seen_by=PARTIES),
        State("accepted", final=True),
        State("refused", final=True),
        State("withdrawn", final=True),
    ),
    actions=(
        Action(
            code="ask",
            target="asked",
            roles=anybody(*PARTIES, *OFFICIALS),
            basis=("lss_15", "lss_22"),
            guards=(asks_once, household_stands),
            checks=(is_about_somebody, is_named, is_born, curp_can_be_right, something_changes),
            facts=("affiliation_id", "household_id", *WITH_CURP),
            comment="required",
            computes=asked,
            produces=("receipt",),
        ),
        transfer_from("asked", told=PARTIES),
        Action(
            code="accept",
            source=("asked",),
            target="accepted",
            roles=anybody(*OFFICIALS),
            basis=("lss_251",),
            guards=(household_stands, curp_is_nobody_elses),
            checks=(paper_is_named,),
            comment="optional",
            computes=kept,
            notices=dict.fromkeys(PARTIES, "accepted"),
            effects=(correct_everywhere,),
        ),
        refused("asked", basis=("lss_251", "lss_294"), told=dict.fromkeys(PARTIES, "refused")),
        Action(
            code="withdraw",
            weight="grave",
            source=("asked",),
            target="withdrawn",
            roles=anybody(*PARTIES),
            basis=("practice",),
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=(
        receipt("correction", *PARTIES, *OFFICIALS),
        refusal("correction", *PARTIES, *OFFICIALS),
    ),
)
