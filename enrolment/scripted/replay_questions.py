"""What a scripted case may ask about enrolment: cover, what is due, the statement of a month, payments, a relation."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.cover import cover_of, own_month
from enrolment.models import Affiliation, ContributionPeriod, Cover, DomesticWorker
from enrolment.money.payment_models import Payment, PaymentRow
from enrolment.pending.tasks import open_tasks
from enrolment.queries import household_of, payments_due, terms_history
from enrolment.relation.arrears import arrears_before
from enrolment.relation.remarks import change_shown, remarks_on
from enrolment.scripted.replay_steps import period_of
from regime.periods import PeriodStatement
from regime.statement import Statement
from workflow.scenario import Move
from workflow.stage import Question, Stage
from workflow.stored import loads

STANDING = ("state", "basis", "mode", "months", "amount", "infonavit", "due_day", "issued_on", "issues", "line")
LATE = ("surcharge", "valid_until")
TERMS = ("from_month", "change_from", "pay_amount", "pay_each", "weekdays", "mode", "periodicity")
RELATION = ("state", "submitted_on", "began_on", "enrolled_from", "next_month", "ended_on", "wage_owed")


def _cover(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """Is she covered in a month, over all her households: her own answer, never a household's."""
    assert move.month is not None  # noqa: S101 - the question needs it
    person_id = stage.actor(move).person_id
    worker = session.scalar(select(DomesticWorker).where(DomesticWorker.person_id == person_id))
    known = None if worker is None else cover_of(session, worker.id, move.month)
    if worker is None or known is None:
        return {"answer": "none", "days": [], "possible_days": [], "decided_by": []}
    stored = session.scalars(select(Cover.explanation).where(Cover.worker_id == worker.id, Cover.month == move.month))
    figures = loads(stored.one())
    return {
        "answer": known.answer.value,
        "days": [day.day for day in known.days],
        "possible_days": [day.day for day in known.possible_days],
        "decided_by": list(known.decided_by),
        "paid": figures["paid"].quantize(Decimal("0.01")),
        "floor": figures["floor"],
        "explanation": list(known.sentences),
        "computed_at": known.computed_at,
    }


def _due(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What a household has to pay, the first due first."""
    person_id = stage.actor(move).person_id
    household = None if person_id is None else household_of(session, person_id)
    lines = [] if household is None else [_line(stage, period) for period in payments_due(session, household.id)]
    return {"count": len(lines), "total": sum((line["missing"] for line in lines), Decimal(0)), "lines": lines}


def _line(stage: Stage, period: ContributionPeriod) -> dict[str, Any]:
    return {
        "period": stage.names[period.id],
        "state": period.state,
        "amount": period.amount,
        "missing": (period.amount or Decimal(0)) - period.paid_amount,
        "due_day": period.due_day,
    }


def _period(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """The period of a relation that covers a month, as its household sees it."""
    period = _wanted(stage, session, move)
    return {
        "name": stage.names[period.id],
        **{name: getattr(period, name) for name in (*STANDING, *LATE)},
        "days": loads(period.days or "{}"),
        "paid": period.paid_amount,
        "paid_on": period.paid_on,
    }


def _statement(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What one month of a line asks for, by shares and line by line."""
    period = _wanted(stage, session, move)
    if period.statement is None:
        return {"issued": False}
    statement = PeriodStatement.from_json(loads(period.statement))
    of_month = next(month for month in statement.months if month.day.replace(day=1) == move.month)
    return {"issued": True, "of_period": statement.total, **_shares(of_month), "notices": list(statement.notices)}


def _shares(month: Statement) -> dict[str, Any]:
    shares = ("total", "employer", "worker", "worker_paid_by_employer", "infonavit", "base_wage", "days")
    return {
        **{name: getattr(month, name) for name in shares},
        "social_security": month.social_security,
        "lines": [line.as_json() for line in month.lines],
        "notices_of_month": list(month.notices),
        "notice_codes": sorted({notice.code for notice in month.notices}),
    }


def _payments(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What the bank's rows for a month became, and how much of them was credited."""
    affiliation = stage.case_of(session, move, "affiliation")
    periods = select(ContributionPeriod.id).where(
        ContributionPeriod.affiliation_id == affiliation.id, ContributionPeriod.first_month == move.month
    )
    rows = session.execute(
        select(PaymentRow, Payment.amount)
        .outerjoin(Payment, Payment.row_id == PaymentRow.id)
        .where(PaymentRow.period_id.in_(periods))
        .order_by(PaymentRow.id)
    ).all()
    nothing = Decimal("0.00")
    return {
        "fates": [row.fate for row, _credited in rows],
        "amounts": [row.amount for row, _credited in rows],
        "credited": [credited or nothing for _row, credited in rows],
        "for_a_person": sum(1 for row, _credited in rows if row.settled_at is None),
    }


def _relation(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """A relation with its days, its terms from first to latest, and what both should know of it."""
    affiliation: Affiliation = stage.case_of(session, move, "affiliation")
    history = terms_history(session, affiliation.id)
    policies = session.info["settings"].policies
    remarks = [
        *remarks_on(affiliation, _day(stage, move), policies),
        *filter(None, map(change_shown, history[1:])),
    ]
    return {
        **{name: getattr(affiliation, name) for name in RELATION},
        "terms": [{name: getattr(terms, name) for name in TERMS} for terms in history],
        "remarks": remarks,
        "remark_codes": [remark.code for remark in remarks],
    }


def _arrears(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What the months before an enrolment would have cost: for the household alone, billed by nobody."""
    affiliation: Affiliation = stage.case_of(session, move, "affiliation")
    found = arrears_before(affiliation, session.info["settings"].policies, _day(stage, move))
    if found is None:
        return {"months": 0}
    parts = ("month", "days", "amount", "due", "surcharge")
    rows = [{name: getattr(row, name) for name in parts} for row in found.months]
    sums = {"contributions": found.contributions, "total": found.total, "owed_from": found.owed_from}
    return {"months": len(rows), **sums, "first": rows[0] if rows else None, "last": rows[-1] if rows else None}


def _tasks(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What is still to be done about a case, whoever has to do it, and by when."""
    _workflow, case = stage.case(session, move)
    found = open_tasks(session, case.id)
    return {"count": len(found), "tasks": {task.kind: {"state": task.state, "due_on": task.due_on} for task in found}}


def _own_month(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What one household may see of a month: its own part and nothing that depends on anybody else's."""
    affiliation = stage.case_of(session, move, "affiliation")
    assert move.month is not None  # noqa: S101 - the question needs it
    own = own_month(session, affiliation, move.month, move.at)
    if own is None:
        return {"standing": None}
    return {
        "standing": own.standing,
        "standing_code": own.standing.code,
        "line_amount": own.line_amount,
        "counted": own.counted,
        "late": own.late,
        "days": sorted(day.day for day in own.days),
    }


def _wanted(stage: Stage, session: Session, move: Move) -> ContributionPeriod:
    affiliation = stage.case_of(session, move, "affiliation")
    assert move.month is not None  # noqa: S101 - the question needs it
    period = period_of(session, affiliation, move.month)
    if period is None:
        move.place.refuse("no_period", case=str(move.case), month=move.month)
    return period


def _day(stage: Stage, move: Move) -> date:
    return move.at.astimezone(stage.zone).date()


QUESTIONS: Mapping[str, Question] = {
    "cover": Question(_cover, needs=("who", "month")),
    "due": Question(_due, needs=("who",)),
    "period": Question(_period, needs=("case", "month")),
    "statement": Question(_statement, needs=("case", "month")),
    "payments": Question(_payments, needs=("case", "month")),
    "relation": Question(_relation, needs=("case",)),
    "arrears": Question(_arrears, needs=("case",)),
    "tasks": Question(_tasks, needs=("case",)),
    "own_month": Question(_own_month, needs=("case", "month")),
}
