"""A real case of every procedure, brought up by the steps that people take."""

from datetime import UTC, date, datetime
from typing import Any

from enrolment import service
from enrolment.handed_codes import digest_of, new_code
from enrolment.household.household_models import Delegation, Succession
from enrolment.household.registration import REGISTRATION
from enrolment.insurance.situation_models import Situation
from enrolment.labour.dues_effects import dues_of
from enrolment.labour.dues_models import NotReceived
from enrolment.models import Confirmation
from enrolment.papers import issuing
from enrolment.pending.task_kinds import MINOR_CERTIFICATE
from enrolment.pending.task_models import Task
from enrolment.people.identity_models import NumberChoice, PossibleDuplicate
from enrolment.people.invented import InventedPerson, invented_person
from enrolment.people.protection_models import ProtectionMatter
from tests.enrolment.invitation_edges import requested, starter
from tests.enrolment.money_lifecycles import money_cases
from tests.enrolment.parties import (
    LIVE_IN,
    affiliation,
    asked_correction,
    attendance,
    certificate,
    household,
    official,
    payer,
    periods,
    state_doubt,
    worker_actor,
)
from workflow.engine import fire, open_case

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def case_of_each(session: Any) -> dict[str, Any]:
    """By procedure, a case of it; the ones about a relation are about the same one."""
    who = household(session, NOON)
    relation = affiliation(session, who, NOON, invented_person(7), date(2026, 3, 10), terms=LIVE_IN)
    period = periods(session, relation)[-1]
    affiliation(session, who, NOON, invented_person(9, born=date(2012, 1, 5)), date(2026, 3, 10), terms=LIVE_IN)
    affiliation(session, who, NOON, invented_person(8, born=date(2010, 1, 5)), date(2026, 3, 10), terms=LIVE_IN)
    return {
        "registration": session.get_one(REGISTRATION.model, registration_id(session, who.person_id)),
        "affiliation": relation,
        "confirmation": session.query(Confirmation).filter_by(affiliation_id=relation.id).one(),
        "contribution_period": period,
        "doubt": state_doubt(session, relation, who.actor, NOON),
        "invitation": requested(session, starter(session, NOON, "table"), NOON),
        **identity_cases(session, invented_person(7)),
        **certified_cases(session),
        **household_cases(session, who, relation),
        "attendance": attendance(session, official(session, NOON), who.person_id, NOON),
        "correction": asked_correction(session, relation, who.actor, NOON),
        "protection_matter": session.query(ProtectionMatter).one(),
        "labour_dues": dues_of(session, relation.id, "open"),
        "not_received": say_missing(session, relation),
        **money_cases(session, relation, period, NOON),
        "issuance": issuing.receipt_for(session, relation, MARCH, who.actor, NOON, "es").case,
        "task": session.query(Task).filter_by(kind=MINOR_CERTIFICATE).one(),
    }


def certified_cases(session: Any) -> dict[str, Any]:
    """A worker of a home of her own who is certified for a week, and the baja that waits for its end."""
    who = household(session, NOON, 4)
    relation = affiliation(session, who, NOON, invented_person("certified"), date(2026, 3, 10), terms=LIVE_IN)
    recorded = certificate(session, relation, who.actor, NOON)
    waiting = service.end_relation(session, relation.id, who.actor, NOON, date(2026, 3, 10), "agreement").case
    answers = {"affiliation_id": relation.id, "pension": "old_age"}
    told = open_case(session, Situation, "tell", who.actor, NOON, data=answers).case
    return {"certified_period": recorded, "awaited_end": waiting, "situation": told}


def household_cases(session: Any, who: Any, relation: Any) -> dict[str, Any]:
    """Somebody who helps the household, and who would take it over."""
    daughter, code = payer(session, NOON, 11), new_code()
    invitation = {
        "household_id": relation.household_id,
        "invited_name": "Mi hija",
        "code_digest": digest_of(code),
        "rights": "pay",
        "until": date(2026, 6, 30),
    }
    helped = open_case(session, Delegation, "invite", who.actor, NOON, data=invitation).case
    fire(session, helped, "accept", daughter.actor, NOON, data={"proof": digest_of(code)})
    request = {
        "successor_id": daughter.person_id,
        "household_id": relation.household_id,
        "reason": "death",
        "kin": "child",
        "since": NOON.date(),
    }
    asked = open_case(session, Succession, "open", daughter.actor, NOON, data=request).case
    return {"delegation": helped, "succession": asked}


def identity_cases(session: Any, known: InventedPerson) -> dict[str, Any]:
    """What two further households bring up: another NSS under her CURP, and her name without a CURP."""
    other, day = invented_person("another number").nss, date(2026, 3, 10)
    affiliation(session, household(session, NOON, 5), NOON, known, day, worker_nss=other)
    unnumbered = {"worker_curp": None, "worker_nss": None, "worker_birth_date": known.born}
    affiliation(session, household(session, NOON, 6), NOON, known, day, **unnumbered)
    return {
        "possible_duplicate": session.query(PossibleDuplicate).one(),
        "number_choice": session.query(NumberChoice).one(),
    }


def say_missing(session: Any, relation: Any) -> Any:
    """The worker says that the bonus did not arrive."""
    her, data = worker_actor(session, relation, NOON), {"affiliation_id": relation.id, "subject": "aguinaldo"}
    return open_case(session, NotReceived, "say", her, NOON, data=data).case


def registration_id(session: Any, person_id: Any) -> Any:
    """The registration of a person."""
    return session.query(REGISTRATION.model.id).filter_by(person_id=person_id).scalar()
