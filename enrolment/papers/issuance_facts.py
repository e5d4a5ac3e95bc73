"""What a document that somebody asks for freezes: read when it is issued, and read again when a stranger checks it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.cover import KnownCover, covers_between, own_month
from enrolment.insurance.coverage import Answer
from enrolment.insurance.year_of_contributions import MonthOfRelation, household_name, of_household, of_worker
from enrolment.models import Affiliation, Place
from enrolment.papers.issuance_models import PROOF, RECAP, RECEIPT
from enrolment.papers.relation import name_of
from enrolment.papers.wage_receipts import WageReceipt, wage_receipt
from enrolment.relation.affiliation_effects import terms_for
from enrolment.relation.agreement import Relation, months_from
from enrolment.relation.relation_days import relation_of, reported_days
from regime.periods import month_after
from workflow.definition import states_tagged

MONTHS_SHOWN = 12
# What a proof vouches for; `at_least` are the days that are sure while the rest of the month is open.
COVERED = ("yes", "days", "at_least")
_OWN = {"cover.household.settled": "paid", "cover.household.awaited": "awaited"}


def first_of_proof(day: date) -> date:
    """The first of the twelve months that a proof tells of, the month of a day being the last."""
    return month_after(day.replace(day=1), 1 - MONTHS_SHOWN)


def facts_of(session: Session, case: Any, at: Any) -> Mapping[str, Any]:
    """The facts of an issuance as they stand now."""
    return _FACTS[case.kind](session, case, at)


def proved_months(session: Session, case: Any, at: Any) -> list[dict[str, Any]]:
    """Month by month what a proof says: her own answer over all homes, or for a household its own line and no more."""
    if case.household_id is None:
        known = {cover.month: cover for cover in covers_between(session, case.worker_id, case.first_day, case.last_day)}
        return [
            {"month": month, "answer": _answer(cover), "days": len(cover.days)}
            for month, cover in sorted(known.items())
        ]
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    return [
        {"month": month, "answer": _OWN.get(own.standing.code, "unpaid"), "days": len(own.days)}
        for month in months_from(case.first_day.replace(day=1), _count(case))
        for own in [own_month(session, affiliation, month, at)]
        if own is not None
    ]


def _answer(cover: KnownCover) -> str:
    return "at_least" if cover.answer is Answer.DEPENDS and cover.days else cover.answer.value


def receipt_of(session: Session, affiliation: Affiliation, first: date, last: date) -> WageReceipt:
    """The wage of some days of a relation. Raises `PayRefused` for pay that cannot be meant."""
    municipality = session.get_one(Place, affiliation.place_id).municipality
    relation: Relation = relation_of(session, affiliation, municipality)
    assert affiliation.enrolled_from is not None  # noqa: S101 - only relations in force have receipts
    begin = affiliation.enrolled_from.replace(day=1)
    months = {first.replace(day=1), last.replace(day=1)}
    return wage_receipt(
        first,
        last,
        lambda month: terms_for(session, affiliation.id, max(month, begin)),
        relation,
        {month: reported_days(session, affiliation.id, month) for month in months},
        session.info["settings"].policies,
    )


def has_something_to_prove(session: Session, case: Any) -> bool:
    """Whether there is a relation that came into force to speak of."""
    real = (*states_tagged(Affiliation, "in_force"), *states_tagged(Affiliation, "was_in_force"))
    found = select(Affiliation.id).where(Affiliation.state.in_(real))
    if case.affiliation_id is not None:
        found = found.where(Affiliation.id == case.affiliation_id)
    elif case.worker_id is not None:
        found = found.where(Affiliation.worker_id == case.worker_id)
    else:
        found = found.where(Affiliation.household_id == case.household_id)
    return session.scalar(found.limit(1)) is not None


def _proof(session: Session, case: Any, at: Any) -> Mapping[str, Any]:
    months = proved_months(session, case, at)
    if case.household_id is None:
        mine = select(Affiliation.enrolled_from).where(Affiliation.worker_id == case.worker_id)
        real = (*states_tagged(Affiliation, "in_force"), *states_tagged(Affiliation, "was_in_force"))
        since = session.scalar(mine.where(Affiliation.state.in_(real)).order_by(Affiliation.enrolled_from).limit(1))
        return {"months": months, "since": since, "until": None, "household": None}
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    return {
        "months": months,
        "since": affiliation.enrolled_from,
        "until": affiliation.ended_on,
        "worker": name_of(affiliation),
    }


def _recap(session: Session, case: Any, _at: Any) -> Mapping[str, Any]:
    year = case.first_day.year
    if case.household_id is not None:
        months = of_household(session, case.household_id, year)
        names = {m.relation: name_of(session.get_one(Affiliation, m.relation)) for m in months}
    else:
        months = of_worker(session, case.worker_id, year)
        names = {m.relation: household_name(session, m.relation) for m in months}
    return {
        "year": year,
        "is_households": case.household_id is not None,
        "relations": [
            {"name": name, "months": [_month(m) for m in months if m.relation == relation]}
            for relation, name in names.items()
        ],
        "covered": [] if case.worker_id is None else proved_months(session, case, _at),
    }


def _month(month: MonthOfRelation) -> dict[str, Any]:
    return {
        "month": month.month,
        "days": month.days,
        "base_wage": month.base_wage,
        "amount": month.amount,
        "withheld": month.withheld,
        "is_paid": month.is_paid,
    }


def _receipt(session: Session, case: Any, _at: Any) -> Mapping[str, Any]:
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    receipt = receipt_of(session, affiliation, case.first_day, case.last_day)
    begin = affiliation.enrolled_from or case.last_day
    terms = terms_for(session, affiliation.id, max(case.last_day, begin).replace(day=1))
    return {
        "worker": name_of(affiliation),
        "pay_amount": terms.pay_amount,
        "pay_each": terms.pay_each,
        "first": receipt.first,
        "last": receipt.last,
        "days": list(receipt.days),
        "is_partial": receipt.is_partial,
        "earned": receipt.earned,
        "withheld": receipt.withheld,
        "to_receive": receipt.to_receive,
    }


def _count(case: Any) -> int:
    first, last = case.first_day, case.last_day
    return int((last.year - first.year) * 12 + last.month - first.month + 1)


_FACTS: Mapping[str, Callable[[Session, Any, Any], Mapping[str, Any]]] = {
    PROOF: _proof,
    RECAP: _recap,
    RECEIPT: _receipt,
}
