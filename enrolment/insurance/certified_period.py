"""A certificate of incapacity, declared: recorded by a party or an official, confirmed, corrected or annulled."""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.deciding import refused, told_of_transfer, transfer_from
from enrolment.household.homes import zone_at
from enrolment.insurance.certified_days import certificates_of
from enrolment.insurance.certified_effects import APPLY
from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.insurance.certified_rules import (
    CHECKS,
    Certifying,
    entered,
    is_your_entry,
    relation_was_in_force,
)
from enrolment.models import Affiliation, DomesticWorker, Household, Place
from enrolment.offices import offices
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.people.concerned import impartial
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, roles_between
from workflow.context import Actor, Context, Role
from workflow.definition import Action, State, Workflow, anybody, states_tagged

FACTS = ("kind", "folio", "first_day", "last_day")
SPLIT_BILL = ("lss_31_4", "lss_239e", "lifnvt_29")


def look(session: Session, case: Any) -> Certifying:
    """The relation, both parties, and the certificates that it has already."""
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    worker = session.get_one(DomesticWorker, affiliation.worker_id)
    place = session.get_one(Place, affiliation.place_id)
    told = worker.person.as_recipient(affiliation.worker_email)
    return Certifying(
        people={HOUSEHOLD: (household.person.as_recipient(),), DOMESTIC_WORKER: (told,)},
        zone=zone_at(place.municipality),
        offices=offices(session).names,
        household_person=household.person_id,
        household_name=household.person.full_name,
        worker_person=worker.person_id,
        worker_name=affiliation.worker_given_name or "",
        office=affiliation.office,
        is_in_force=affiliation.state in states_tagged(Affiliation, "in_force", "was_in_force"),
        enrolled_from=affiliation.enrolled_from,
        ended_on=affiliation.ended_on,
        others=certificates_of(session, affiliation.id),
    )


def roles_of(actor: Actor, case: Any, around: Certifying) -> frozenset[Role]:
    """The own household, the own worker; officials of the office on everybody else's. Who acts for a household has no
    part in what is somebody's health."""
    return roles_between(actor, around.household_person, around.worker_person, case.office or around.office)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: the days, never why she cannot work."""
    case, around = context.case, context.around
    said = {"worker": around.worker_name, "household": around.household_name, "reason": context.comment or ""}
    days = {"first_day": case.first_day, "last_day": case.last_day}
    return {**said, **days, **told_of_transfer(context), **told_of_refusal(context)}


CERTIFIED_PERIOD = Workflow(
    name="certified_period",
    model=CertifiedPeriod,
    states=(
        State("recorded", tags=frozenset({"open", "counts", "to_decide"}), seen_by=(HOUSEHOLD, DOMESTIC_WORKER)),
        State("confirmed", tags=frozenset({"open", "counts"})),
        State("withdrawn", final=True),
        State("annulled", final=True),
    ),
    actions=(
        Action(
            code="record",
            target="recorded",
            roles=anybody(HOUSEHOLD, DOMESTIC_WORKER, *OFFICIALS),
            basis=SPLIT_BILL,
            guards=(relation_was_in_force,),
            checks=CHECKS,
            facts=("affiliation_id", *FACTS),
            computes=entered,
            notices={HOUSEHOLD: "recorded", DOMESTIC_WORKER: "recorded_worker"},
            effects=APPLY,
        ),
        transfer_from("recorded", told=(HOUSEHOLD, DOMESTIC_WORKER)),
        Action(
            code="confirm",
            source=("recorded",),
            target="confirmed",
            roles=anybody(*OFFICIALS),
            basis=("lss_251",),
            comment="optional",
        ),
        Action(
            code="correct",
            source=("recorded", "confirmed"),
            target="confirmed",
            roles=anybody(*OFFICIALS),
            basis=SPLIT_BILL,
            checks=CHECKS,
            facts=FACTS,
            comment="required",
            notices={HOUSEHOLD: "corrected", DOMESTIC_WORKER: "corrected"},
            effects=APPLY,
        ),
        refused(
            "recorded",
            "confirmed",
            code="annul",
            target="annulled",
            basis=("lss_251", "lss_294"),
            told={HOUSEHOLD: "annulled", DOMESTIC_WORKER: "annulled"},
            effects=APPLY,
        ),
        Action(
            code="withdraw",
            weight="grave",
            source=("recorded",),
            target="withdrawn",
            roles=anybody(HOUSEHOLD, DOMESTIC_WORKER),
            basis=("practice",),
            guards=(is_your_entry,),
            notices={HOUSEHOLD: "withdrawn", DOMESTIC_WORKER: "withdrawn"},
            effects=APPLY,
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=(refusal("certified_period", HOUSEHOLD, DOMESTIC_WORKER, *OFFICIALS),),
)
