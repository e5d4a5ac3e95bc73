"""The issue of a document that somebody asks for, declared: issued, and what speaks of a worker switched off and on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.models import DomesticWorker, Household
from enrolment.papers import affiliation_proof, wage_receipt, yearly_recap
from enrolment.papers.issuance_facts import facts_of, has_something_to_prove
from enrolment.papers.issuance_models import PROOF, RECAP, RECEIPT, Issuance
from enrolment.people.concerned import impartial
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, roles_between
from regime.pay import PayRefused
from regime.sentences import Sentence
from workflow.checkable import new_mark
from workflow.context import Actor, Computed, Context, Recipient, Role, Surroundings
from workflow.definition import Action, DocumentKind, State, Workflow, anybody

AHEAD = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class Asked(Surroundings):
    """Who may read the document, and how its facts are read when they are wanted."""

    household_person: UUID | None
    household_name: str
    worker_person: UUID | None
    worker_name: str
    proves_something: Callable[[], bool]
    facts: Callable[[Any], Mapping[str, Any]]


def look(session: Session, case: Any) -> Asked:
    """The parties; facts and conditions are read only by the step that issues."""
    household = session.get_one(Household, case.household_id) if case.household_id else None
    worker = session.get_one(DomesticWorker, case.worker_id) if case.worker_id else None
    people: dict[Role, tuple[Recipient, ...]] = {}
    if household is not None:
        people[HOUSEHOLD] = (household.person.as_recipient(),)
    if worker is not None:
        people[DOMESTIC_WORKER] = (worker.person.as_recipient(),)
    return Asked(
        people=people,
        household_person=household.person_id if household else None,
        household_name=household.person.full_name if household else "",
        worker_person=worker.person_id if worker else None,
        worker_name=worker.person.full_name if worker else "",
        base_url=session.info["settings"].base_url.rstrip("/"),
        proves_something=lambda: has_something_to_prove(session, case),
        facts=lambda at: facts_of(session, case, at),
    )


def roles_of(actor: Actor, _case: Any, around: Asked) -> frozenset[Role]:
    """The household that asked and the worker it speaks of; it is no case for officials."""
    mine = roles_between(actor, around.household_person, around.worker_person)
    return mine & {HOUSEHOLD, DOMESTIC_WORKER}


def something_is_proved(context: Context) -> Sentence | None:
    """There is a relation that came into force."""
    return None if context.around.proves_something() else Sentence("issuance.nothing_yet")


def receipt_is_possible(context: Context) -> Sentence | None:
    """The days have come or are about to, and the pay of the relation can be told for them."""
    if context.case.last_day > context.day + AHEAD:
        return Sentence("issuance.too_early", {"last": context.case.last_day})
    try:
        earned = context.around.facts(context.at)["earned"]
    except PayRefused as refused:
        return refused.sentence
    return None if earned else Sentence("issuance.nothing_earned")


def year_has_begun(context: Context) -> Sentence | None:
    """A recap tells of a year that has begun."""
    return None if context.case.first_day <= context.day else Sentence("issuance.year_to_come")


def made_checkable(_context: Context) -> Computed:
    """A folio to type and an address to scan."""
    mark = new_mark()
    return Computed({"folio": mark.folio, "code": mark.code})


def recap_made_checkable(context: Context) -> Computed:
    """Her own recap can be checked like a proof; that of a household speaks of several people and cannot."""
    return made_checkable(context) if context.case.household_id is None else Computed({})


def record(context: Context) -> Mapping[str, Any]:
    """What every issued document holds beside its own facts."""
    case, around = context.case, context.around
    return {
        "worker": around.worker_name,
        "household": around.household_name,
        "first": case.first_day,
        "last": case.last_day,
        "folio": case.folio,
        "address": f"{around.base_url}/v/{case.code}" if case.code else None,
        **around.facts(context.at),
    }


def language(context: Context) -> str:
    """The language in which it was asked for."""
    return str(context.case.language)


FACTS = ("kind", "household_id", "worker_id", "affiliation_id", "first_day", "last_day", "language")
BOTH = (HOUSEHOLD, DOMESTIC_WORKER)

ISSUANCE = Workflow(
    name="issuance",
    model=Issuance,
    states=(State("valid", tags=frozenset({"checkable"})), State("switched_off")),
    actions=(
        Action(
            code="issue_proof",
            target="valid",
            roles=anybody(*BOTH),
            basis=("practice",),
            checks=(something_is_proved,),
            facts=FACTS,
            computes=made_checkable,
            produces=(PROOF,),
        ),
        Action(
            code="issue_recap",
            target="valid",
            roles=anybody(*BOTH),
            basis=("practice",),
            checks=(something_is_proved, year_has_begun),
            facts=FACTS,
            computes=recap_made_checkable,
            produces=(RECAP,),
        ),
        Action(
            code="issue_receipt",
            target="valid",
            roles=anybody(HOUSEHOLD),
            basis=("lss_15", "lss_38"),
            checks=(something_is_proved, receipt_is_possible),
            facts=FACTS,
            produces=(RECEIPT,),
        ),
        Action(
            code="switch_off",
            source=("valid",),
            target="switched_off",
            roles=anybody(DOMESTIC_WORKER),
            basis=("lss_22",),
        ),
        Action(
            code="switch_on",
            source=("switched_off",),
            target="valid",
            roles=anybody(DOMESTIC_WORKER),
            basis=("lss_22",),
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    documents=(
        DocumentKind(PROOF, BOTH, record, affiliation_proof.template, language=language),
        DocumentKind(RECAP, BOTH, record, yearly_recap.template, language=language),
        DocumentKind(RECEIPT, BOTH, record, wage_receipt.template, language=language),
    ),
)


def year_of(day: date) -> tuple[date, date]:
    """The first and last day of the year of a day."""
    return day.replace(month=1, day=1), day.replace(month=12, day=31)
