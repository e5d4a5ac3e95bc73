"""Two numbers of one person, declared: both stay hers with their history; an official says which one counts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.deciding import transfer_from
from enrolment.offices import offices
from enrolment.people.concerned import impartial
from enrolment.people.held_identifiers import owner_of
from enrolment.people.identity_models import NumberChoice
from enrolment.roles import DOMESTIC_WORKER, OFFICIALS, officials_of
from regime.sentences import Sentence
from workflow.context import SYSTEM, Actor, Context, Role, Surroundings
from workflow.definition import Action, State, Step, Workflow, anybody
from workflow.people import Identifier, Person


@dataclass(frozen=True, kw_only=True)
class Numbers(Surroundings):
    """Which of the numbers may be chosen: hers, and nobody else's."""

    possible: frozenset[UUID]
    own_page: str


def look(session: Session, case: Any) -> Numbers:
    """The person and all numbers of the kind that were ever hers."""
    person = session.get_one(Person, case.person_id)
    hers = person.identifiers_of(case.kind)
    free = (held.id for held in hers if owner_of(session, held.kind, held.value) in (None, person.id))
    return Numbers(
        people={DOMESTIC_WORKER: (person.as_recipient(),)},
        offices=offices(session).names,
        possible=frozenset(free),
        own_page=f"{session.info['settings'].base_url}/me/identity",
    )


def roles_of(actor: Actor, case: Any, _around: Numbers) -> frozenset[Role]:
    """Officials alone; not her employers, because a number may be known from another of her homes (`impartial`)."""
    return officials_of(actor, case.office)


def tell(context: Context) -> dict[str, Any]:
    """What the notice says: the kind of number, never the number."""
    return {"kind": context.case.kind.upper(), "link": context.around.own_page}


def one_is_chosen(context: Context) -> Sentence | None:
    """One of her own numbers that counts for nobody else."""
    possible = context.case.identifier_id in context.around.possible
    return None if possible else Sentence("number.not_hers")


def make_it_count(session: Session, step: Step) -> None:
    """The chosen number counts; the others end that day and name it as what is used instead. None is forgotten."""
    case, day = step.case, step.context.day
    chosen = session.get_one(Identifier, case.identifier_id)
    person = session.get_one(Person, case.person_id)
    for held in person.identifiers_of(case.kind):
        if held.id != chosen.id and held.value != chosen.value and held.until is None:
            held.counts, held.until, held.replaced_by = False, day, chosen.id
        elif held.id != chosen.id:
            held.counts = False
    session.flush()
    chosen.counts, chosen.until, chosen.replaced_by = True, None, None
    session.flush()


CHOOSE = Action(
    code="choose",
    source=("waiting",),
    target="chosen",
    roles=anybody(*OFFICIALS),
    basis=("lss_22", "lss_251"),
    checks=(one_is_chosen,),
    facts=("identifier_id",),
    comment="required",
    notices={DOMESTIC_WORKER: "chosen"},
    effects=(make_it_count,),
)
NUMBER_CHOICE = Workflow(
    name="number_choice",
    model=NumberChoice,
    states=(
        State("waiting", tags=frozenset({"open", "to_decide"})),
        State("chosen", tags=frozenset({"open", "decided"})),
        # The second number went back to whom it belongs: nothing is left to choose.
        State("dropped", tags=frozenset({"open"})),
    ),
    actions=(
        Action(
            code="find",
            target="waiting",
            roles=anybody(SYSTEM),
            basis=("lss_251",),
            facts=("person_id", "kind", "office"),
        ),
        transfer_from("waiting", told=()),
        CHOOSE,
        Action(
            code="drop",
            source=("waiting", "chosen"),
            target="dropped",
            roles=anybody(SYSTEM),
            basis=("lss_251",),
            quiet=True,
        ),
        Action(
            code="find_again",
            source=("chosen", "dropped"),
            target="waiting",
            roles=anybody(SYSTEM),
            basis=("lss_251",),
            quiet=True,
        ),
        Action(
            code="look_again",
            source=("chosen",),
            target="waiting",
            roles=anybody(*OFFICIALS),
            basis=("lss_251",),
            comment="required",
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
)
