"""Every way of what a running relation meets: days marked, certificates, a baja that waits, answers, documents."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.insurance.situation_models import Situation
from enrolment.models import Affiliation, Confirmation
from enrolment.papers import issuing
from enrolment.people.invented import invented_person
from enrolment.relation.marked_days import marked_in
from tests.enrolment.parties import Payer, affiliation, certificate, household, official, worker_actor
from tests.enrolment.taking import taking, transferred
from workflow.context import THE_SYSTEM
from workflow.engine import open_case
from workflow.people import Login

HOLIDAY = date(2026, 3, 16)  # the third Monday of March (LFT 74)


def relations(session: Session, at: datetime) -> Affiliation:
    """One relation after the other, each with what it meets; answers with one that goes on."""
    who = household(session, at, 900)
    marked = _relation(session, at, who, 901)
    marks(session, at, who, marked)
    pay_as_she_says(session, at, who)
    certificates(session, at, who)
    ends_that_wait(session, at, who)
    answers(session, at, who, _relation(session, at, who, 930))
    papers(session, at, who, _relation(session, at, who, 931))
    return marked


def _relation(session: Session, at: datetime, who: Payer, seed: int) -> Affiliation:
    return affiliation(session, who, at, invented_person(seed), at.date())


def marks(session: Session, at: datetime, who: Payer, case: Affiliation) -> None:
    """A pause that ends earlier than it was said, and vacation."""
    take, first = taking(session, at), date(2026, 8, 1)
    take(case, "pause", who.actor, kind="pause", first_day=first, last_day=first + timedelta(days=30))
    (pause,) = marked_in(session, case.id)
    take(case, "shorten_days", who.actor, marked_id=pause.id, last_day=first + timedelta(days=9))
    take(case, "take_vacation", who.actor, first_day=date(2026, 9, 7), last_day=date(2026, 9, 11))


def worked_holiday(session: Session, at: datetime, case: Affiliation) -> None:
    """Work on a holiday that has passed."""
    payer = session.scalars(select(Login).where(Login.person_id == case.household.person_id)).unique().one().as_actor()
    taking(session, at)(case, "work_holiday", payer, first_day=HOLIDAY)


def pay_as_she_says(session: Session, at: datetime, who: Payer) -> None:
    """What she says of her pay, in every state of her confirmation."""
    take = taking(session, at)
    for seed, before in ((902, ()), (903, ("confirm",)), (904, ("dispute",)), (905, ("remain_unconfirmed",))):
        case = _relation(session, at, who, seed)
        asked = session.scalars(select(Confirmation).where(Confirmation.affiliation_id == case.id)).one()
        her = worker_actor(session, case, at)
        for action in before:
            take(asked, action, THE_SYSTEM if action == "remain_unconfirmed" else her)
        take(asked, "say_pay", her)


def certificates(session: Session, at: datetime, who: Payer) -> None:
    """Certificates that are confirmed, corrected, annulled and withdrawn."""
    take, clerk = taking(session, at), official(session, at)

    def recorded(seed: int) -> CertifiedPeriod:
        return certificate(session, _relation(session, at, who, seed), who.actor, at)

    again = {"kind": "sickness", "folio": "ENF0002", "first_day": at.date(), "last_day": at.date()}
    take(transferred(session, at, recorded(910)), "withdraw", who.actor)
    confirmed = take(recorded(911), "confirm", clerk)
    take(take(confirmed, "correct", clerk, **again), "annul", clerk)
    take(recorded(912), "correct", clerk, **again)
    take(recorded(913), "annul", clerk)


def ends_that_wait(session: Session, at: datetime, who: Payer) -> None:
    """A baja during incapacity that goes on waiting and is taken back, and one that takes effect in time."""
    take = taking(session, at)
    for seed, is_taken_back in ((920, True), (921, False)):
        case = _relation(session, at, who, seed)
        certificate(session, case, who.actor, at)
        waiting = service.end_relation(session, case.id, who.actor, at, at.date(), "agreement").case
        if is_taken_back:
            take(take(waiting, "wait_anew", THE_SYSTEM), "withdraw", who.actor)


def answers(session: Session, at: datetime, who: Payer, case: Affiliation) -> None:
    """What the household tells of other insurance, tells otherwise, and takes back."""
    take, data = taking(session, at), {"affiliation_id": case.id, "pension": "none"}
    told = open_case(session, Situation, "tell", who.actor, at, data=data).case
    take(take(told, "tell_again", who.actor, pension="old_age"), "forget", who.actor)


def papers(session: Session, at: datetime, who: Payer, case: Affiliation) -> None:
    """A recap, a receipt, and a proof that she switches off and on."""
    take, her = taking(session, at), worker_actor(session, case, at)
    issuing.recap_year(session, who.actor, at, at.year, "es", household_id=case.household_id)
    issuing.receipt_for(session, case, (at.date(), at.date() + timedelta(days=6)), who.actor, at, "es")
    proof = issuing.prove_cover(session, case.worker_id, her, at, "es").case
    take(take(proof, "switch_off", her), "switch_on", her)
