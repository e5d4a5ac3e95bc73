"""Two records that may be one person, declared: looked at side by side, put together and taken apart by officials."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.deciding import transfer_from
from enrolment.models import Affiliation, DomesticWorker, Household
from enrolment.offices import offices
from enrolment.people.concerned import employers_of, impartial
from enrolment.people.duplicate_finding import look_for_two_numbers
from enrolment.people.identity_models import PossibleDuplicate
from enrolment.people.merging import changed_since, merge, undo
from enrolment.roles import CASEWORKER, DOMESTIC_WORKER, OFFICIALS, SUPERVISOR, officials_of
from regime.sentences import Sentence
from workflow.context import SYSTEM, Actor, Computed, Context, Role, Surroundings
from workflow.definition import Action, State, Step, Workflow, anybody, is_tagged
from workflow.people import Person

RULES = ("curp", "curp_root", "nss", "rfc", "paper", "name_birth", "contact")


@dataclass(frozen=True, kw_only=True)
class Pair(Surroundings):
    """Both records: what forbids one person, what has changed since a merge."""

    obstacles: tuple[Sentence, ...]
    changed: tuple[str, ...]
    own_page: str


def look(session: Session, case: Any) -> Pair:
    """Read both records. Only the person who stays is told, and only of what was done."""
    both = (case.person_id, case.other_id)
    survivor = session.get(Person, case.survivor_id) if case.survivor_id in both else None
    is_merged = case.state in MERGED
    return Pair(
        people={DOMESTIC_WORKER: (survivor.as_recipient(),)} if survivor else {},
        offices=offices(session).names,
        obstacles=() if case.state is None or is_merged else _obstacles(session, both),
        changed=changed_since(session, case.id) if is_merged else (),
        own_page=f"{session.info['settings'].base_url}/me/identity",
    )


def _obstacles(session: Session, both: tuple[UUID, UUID]) -> tuple[Sentence, ...]:
    """What cannot be true of one person, or must be settled before the records can be put together."""
    found = []
    people = [session.get_one(Person, person_id) for person_id in both]
    if any(person.merged_into for person in people):
        found.append(Sentence("duplicate.already_elsewhere"))
    if len(session.scalars(select(Household.id).where(Household.person_id.in_(both))).all()) > 1:
        found.append(Sentence("duplicate.two_households"))
    if employers_of(session, both) & set(both):
        found.append(Sentence("duplicate.one_employs_the_other"))
    if _same_home(session, both):
        found.append(Sentence("duplicate.enrolled_twice"))
    return tuple(found)


def _same_home(session: Session, both: tuple[UUID, UUID]) -> bool:
    hers = select(Affiliation.household_id, Affiliation.place_id)
    hers = hers.join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
    homes = [
        set(session.execute(hers.where(DomesticWorker.person_id == person, is_tagged(Affiliation, "filed"))))
        for person in both
    ]
    return bool({tuple(home) for home in homes[0]} & {tuple(home) for home in homes[1]})


def roles_of(actor: Actor, case: Any, _around: Pair) -> frozenset[Role]:
    """Officials who are neither of the two nor close to them. Nobody else learns that there is a question."""
    return officials_of(actor, case.office)


def tell(context: Context) -> dict[str, Any]:
    """Where the person reads of it: on a page of her own, for the case itself is not hers to see."""
    return {"link": context.around.own_page}


def survivor_is_chosen(context: Context) -> Sentence | None:
    """Which of the two records stays."""
    case = context.case
    chosen = case.survivor_id in (case.person_id, case.other_id)
    return None if chosen else Sentence("duplicate.survivor_missing")


def papers_were_seen(context: Context) -> Sentence | None:
    """Whoever has an account could see everything of the other record: nothing is merged on a likeness alone."""
    return None if context.data.get("papers_seen") else Sentence("duplicate.papers_not_seen")


def can_be_one_person(context: Context) -> Sentence | None:
    """The first thing that forbids it."""
    return next(iter(context.around.obstacles), None)


def can_be_taken_apart(context: Context) -> Sentence | None:
    """What was moved is still as the merge left it; else whoever changed it decides first."""
    changed = context.around.changed
    if not changed:
        return None
    return Sentence("duplicate.changed_since", {"what": Sentence(f"duplicate.moved.{_group(changed[0])}")})


def _group(table: str) -> str:
    return table if table in GROUPS else "other"


def nobody_survives(_context: Context) -> Computed:
    """Two records again."""
    return Computed({"survivor_id": None})


def put_together(session: Session, step: Step) -> None:
    """Move everything to the record that stays; two numbers of one kind are a question of their own."""
    case = step.case
    loser_id = case.other_id if case.survivor_id == case.person_id else case.person_id
    survivor_id, number = case.survivor_id, case.events
    loser, survivor = session.get_one(Person, loser_id), session.get_one(Person, survivor_id)
    merge(session, case.id, number, loser, survivor, step.context.at)
    look_for_two_numbers(session, step, session.get_one(Person, survivor_id), case.office)


def take_apart(session: Session, step: Step) -> None:
    """Put everything back where it was."""
    both = (step.case.person_id, step.case.other_id)
    undo(session, step.case.id, step.context.at)
    for person_id in both:
        look_for_two_numbers(session, step, session.get_one(Person, person_id), step.case.office)


WAITING, MERGED, DIFFERENT = "waiting", ("merged",), "different"
GROUPS = ("identifier", "login", "affiliation", "domestic_worker", "household", "person")

MERGE = Action(
    code="merge",
    source=(WAITING,),
    target="merged",
    roles=anybody(*OFFICIALS),
    basis=("lss_22", "lss_251"),
    guards=(can_be_one_person,),
    checks=(survivor_is_chosen, papers_were_seen),
    facts=("survivor_id",),
    inputs=("papers_seen",),
    comment="required",
    notices={DOMESTIC_WORKER: "merged"},
    effects=(put_together,),
)
POSSIBLE_DUPLICATE = Workflow(
    name="possible_duplicate",
    model=PossibleDuplicate,
    states=(
        State(WAITING, tags=frozenset({"open", "to_decide"})),
        State("merged", final=True),
        State(DIFFERENT, final=True),
    ),
    actions=(
        Action(
            code="find",
            target=WAITING,
            roles=anybody(SYSTEM),
            basis=("lss_251",),
            facts=("person_id", "other_id", "rules", "office"),
        ),
        transfer_from(WAITING, told=()),
        MERGE,
        Action(
            code="keep_apart",
            source=(WAITING,),
            target=DIFFERENT,
            roles=anybody(*OFFICIALS),
            basis=("lss_22", "lss_251"),
            comment="required",
        ),
        Action(
            code="undo",
            source=("merged",),
            target=WAITING,
            roles=anybody(*OFFICIALS),
            basis=("lss_22", "lss_251"),
            guards=(can_be_taken_apart,),
            computes=nobody_survives,
            comment="required",
            effects=(take_apart,),
        ),
        Action(
            code="look_again",
            source=(DIFFERENT,),
            target=WAITING,
            roles=anybody(CASEWORKER, SUPERVISOR),
            basis=("lss_251",),
            comment="required",
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
)
