"""A succession, declared: another employer takes over relations that go on, with their history and seniority."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.deciding import (
    PREVENTION,
    answered,
    asked_for,
    refused,
    time_to_answer,
    told_of_transfer,
    transfer_from,
    unanswered,
)
from enrolment.household.delegates import covers, delegations_of
from enrolment.household.homes import ADDRESS, zone_at
from enrolment.household.household_models import FormerHome, Succession
from enrolment.household.succession_effects import complete_if_registered, find_household, give_back, hand_over
from enrolment.household.succession_rules import (
    Going,
    Heirs,
    day_is_past,
    employer_is_described,
    handed_over,
    household_is_found,
    is_known_to_them,
    nothing_clashes,
    nothing_is_paid_since,
    reason_is_known,
    relations_are_theirs,
    routed,
    something_goes_over,
    successor_is_registered,
    successor_is_somebody_else,
)
from enrolment.models import Affiliation, ContributionPeriod, DomesticWorker, Household, Place
from enrolment.money.payment_models import Payment
from enrolment.offices import offices
from enrolment.papers.receipt import receipt
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.people.concerned import impartial
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, SUCCESSOR, roles_between
from workflow.context import SYSTEM, Actor, Context, Recipient, Role
from workflow.definition import Action, State, Workflow, anybody, is_tagged
from workflow.people import Person
from workflow.stored import loads


def look(session: Session, case: Any) -> Heirs:
    """Both households, the relations that go over or went over, and whoever works there."""
    successor = session.get_one(Person, case.successor_id)
    household = session.get(Household, case.household_id) if case.household_id else None
    heir = session.scalar(select(Household).where(Household.person_id == successor.id, Household.closed_on.is_(None)))
    concerned = concerned_by(session, case)
    going = tuple(_going(session, relation, heir) for relation in concerned)
    people: dict[Role, tuple[Recipient, ...]] = {SUCCESSOR: (successor.as_recipient(),)}
    if household is not None:
        people[HOUSEHOLD] = (household.person.as_recipient(),)
    people[DOMESTIC_WORKER] = tuple(_told(session, going).as_recipient() for going in _each_once(going))
    return Heirs(
        people=people,
        zone=zone_at(_municipality(session, concerned)),
        offices=offices(session).names,
        office=concerned[0].office if concerned else None,
        successor_name=successor.full_name,
        successor_household=heir.id if heir else None,
        household_person=household.person_id if household else None,
        household_name=household.person.full_name if household else "",
        known_relations=frozenset(_in_force(session, household)),
        helps_with=_helps_with(session, case, household),
        going=going,
        paid_since=_is_paid_since(session, case),
        others_ask=_others_ask(session, case),
    )


def concerned_by(session: Session, case: Any) -> list[Affiliation]:
    """The relations of a succession: those that went over, before that those that would."""
    if case.household_id is None:
        return []
    wanted = None if case.relations is None else {UUID(text) for text in loads(case.relations)}
    if case.handed_on is not None:
        return [session.get_one(Affiliation, key) for key in sorted(wanted or ())]
    found = _in_force(session, session.get_one(Household, case.household_id))
    return [relation for key, relation in found.items() if wanted is None or key in wanted]


def _in_force(session: Session, household: Household | None) -> dict[UUID, Affiliation]:
    if household is None:
        return {}
    mine = select(Affiliation).where(Affiliation.household_id == household.id, is_tagged(Affiliation, "in_force"))
    return {relation.id: relation for relation in session.scalars(mine.order_by(Affiliation.id))}


def _helps_with(session: Session, case: Any, household: Household | None) -> frozenset[UUID]:
    """The running relations for which whoever asks acts already."""
    if household is None:
        return frozenset()
    theirs = [row for row in delegations_of(session, household.id) if row.person_id == case.successor_id]
    running = _in_force(session, household)
    return frozenset(key for key in running if any(covers(row, key) for row in theirs))


def _going(session: Session, relation: Affiliation, heir: Household | None) -> Going:
    worker = session.get_one(DomesticWorker, relation.worker_id)
    clashes = heir is not None and heir.id != relation.household_id and _works_there(session, relation, heir)
    return Going(relation.id, worker.person_id, relation.worker_given_name or "", clashes)


def _works_there(session: Session, relation: Affiliation, heir: Household) -> bool:
    theirs = select(Place).join(Affiliation, Affiliation.place_id == Place.id)
    theirs = theirs.where(Affiliation.household_id == heir.id, Affiliation.worker_id == relation.worker_id)
    place = session.get_one(Place, relation.place_id)
    found = session.scalars(theirs.where(is_tagged(Affiliation, "open")))
    return any(all(getattr(place, name) == getattr(other, name) for name in ADDRESS) for other in found)


def _each_once(going: tuple[Going, ...]) -> tuple[Going, ...]:
    return tuple({entry.worker_person: entry for entry in going}.values())


def _told(session: Session, going: Going) -> Person:
    return session.get_one(Person, going.worker_person)


def _municipality(session: Session, relations: list[Affiliation]) -> str | None:
    return session.get_one(Place, relations[0].place_id).municipality if relations else None


def _is_paid_since(session: Session, case: Any) -> bool:
    """Whether money has arrived for what was handed over since that day."""
    if case.handed_on is None:
        return False
    paid = select(Payment.id).join(ContributionPeriod, ContributionPeriod.id == Payment.period_id)
    paid = paid.join(FormerHome, FormerHome.affiliation_id == ContributionPeriod.affiliation_id)
    paid = paid.where(FormerHome.succession_id == case.id, Payment.recorded_at > FormerHome.recorded_at)
    return session.scalar(paid.limit(1)) is not None


def _others_ask(session: Session, case: Any) -> bool:
    if case.household_id is None:
        return False
    others = select(Succession.id).where(Succession.household_id == case.household_id, Succession.id != case.id)
    return session.scalar(others.where(is_tagged(Succession, "open")).limit(1)) is not None


def roles_of(actor: Actor, case: Any, around: Heirs) -> frozenset[Role]:
    """Who asks, the household the relations come from, those who work there; officials on everybody else's."""
    if actor.person_id is not None and actor.person_id == case.successor_id:
        return frozenset({SUCCESSOR})
    hers = actor.person_id if actor.person_id in around.workers else None
    return roles_between(actor, around.household_person, hers, case.office)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say."""
    case, around = context.case, context.around
    return {
        "successor": around.successor_name,
        "household": around.household_name,
        "reason": context.comment or "",
        "handed_on": case.handed_on,
        "liable_until": case.liable_until,
        **told_of_transfer(context),
        **told_of_refusal(context),
    }


CLOCK = time_to_answer("correction", SUCCESSOR, reminders=(7, 3, 1), basis=PREVENTION)
ASKED = ("reason", "kin", "since")
DESCRIBED = ("household_id", "relations", "employer_name", "employer_curp", "worker_name", "line")
TYPED_RIGHT = (reason_is_known, day_is_past)
FOUND = (household_is_found, relations_are_theirs, successor_is_somebody_else)

STATES = (
    State("received", tags=frozenset({"open", "to_decide"}), seen_by=(SUCCESSOR,)),
    State("in_review", tags=frozenset({"open", "to_decide", "may_pay"}), seen_by=(SUCCESSOR,)),
    State(
        "correction_requested",
        tags=frozenset({"open", "editable", "may_pay"}),
        seen_by=(SUCCESSOR,),
        deadlines=(CLOCK,),
    ),
    State("objected", tags=frozenset({"open", "to_decide", "may_pay"}), seen_by=(SUCCESSOR,)),
    State("accepted", tags=frozenset({"open", "may_pay", "waits_for_registration"})),
    State("handed_over", final=True),
    State("refused", final=True),
    State("withdrawn", final=True),
    State("undone", final=True),
)

ASKING = (
    Action(
        code="open",
        target="received",
        roles=anybody(SUCCESSOR),
        basis=("lft_41", "lss_15"),
        checks=(*TYPED_RIGHT, employer_is_described, is_known_to_them, successor_is_somebody_else),
        facts=("successor_id", *ASKED, *DESCRIBED),
        effects=(find_household,),
        produces=("receipt",),
    ),
    Action(
        code="identify",
        source=("received",),
        target="in_review",
        roles=anybody(SYSTEM, *OFFICIALS),
        basis=("lss_251",),
        checks=FOUND,
        facts=("household_id", "relations"),
        computes=routed,
        notices={SUCCESSOR: "in_review", HOUSEHOLD: "told_household", DOMESTIC_WORKER: "told_worker"},
    ),
    answered("correction_requested", target="in_review", by=SUCCESSOR, checks=TYPED_RIGHT, facts=ASKED),
    Action(
        code="agree",
        source=("in_review", "objected"),
        roles=anybody(HOUSEHOLD),
        basis=("lft_41",),
        comment="optional",
    ),
    Action(
        code="object",
        weight="grave",
        source=("in_review", "correction_requested", "accepted"),
        target="objected",
        roles=anybody(DOMESTIC_WORKER, HOUSEHOLD),
        basis=("lft_41", "lss_17"),
        comment="required",
    ),
    Action(
        code="withdraw",
        weight="grave",
        source=("received", "in_review", "correction_requested", "objected", "accepted"),
        target="withdrawn",
        roles=anybody(SUCCESSOR),
        basis=("practice",),
        notices={HOUSEHOLD: "withdrawn", DOMESTIC_WORKER: "withdrawn"},
    ),
)

DECIDING = (
    transfer_from("received", "in_review", "objected", told=(SUCCESSOR,)),
    asked_for("correction", "in_review", "objected", of=SUCCESSOR),
    unanswered("correction_requested", target="withdrawn", told={SUCCESSOR: "expired"}),
    Action(
        code="accept",
        source=("in_review", "objected"),
        target="accepted",
        roles=anybody(*OFFICIALS),
        basis=("lss_251", "lft_41"),
        guards=(*FOUND, something_goes_over, nothing_clashes),
        comment="required",
        notices={SUCCESSOR: "accepted"},
        effects=(complete_if_registered,),
    ),
    refused(
        "received",
        "in_review",
        "objected",
        basis=("lss_251", "lss_17", "lss_294"),
        told={SUCCESSOR: "refused", HOUSEHOLD: "withdrawn", DOMESTIC_WORKER: "withdrawn"},
    ),
)

HANDED = (
    Action(
        code="complete",
        source=("accepted",),
        target="handed_over",
        roles=anybody(SYSTEM, *OFFICIALS),
        basis=("lft_41", "lss_239c_1"),
        guards=(successor_is_registered, something_goes_over, nothing_clashes),
        computes=handed_over,
        notices={SUCCESSOR: "handed_over", HOUSEHOLD: "handed_over_household", DOMESTIC_WORKER: "handed_over_worker"},
        effects=(hand_over,),
    ),
    Action(
        code="undo",
        weight="grave",
        source=("handed_over",),
        target="undone",
        roles=anybody(*OFFICIALS),
        basis=("lss_251", "lft_41"),
        guards=(nothing_is_paid_since,),
        comment="required",
        notices={SUCCESSOR: "undone", HOUSEHOLD: "undone", DOMESTIC_WORKER: "undone"},
        effects=(give_back,),
    ),
)

SUCCESSION = Workflow(
    name="succession",
    model=Succession,
    states=STATES,
    actions=(*ASKING, *DECIDING, *HANDED),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=(
        receipt("succession", SUCCESSOR, *OFFICIALS),
        refusal("succession", SUCCESSOR, *OFFICIALS),
    ),
)
