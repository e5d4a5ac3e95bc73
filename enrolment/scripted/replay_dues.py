"""What a scripted case may ask about dues: the bonus, vacation and rest of a relation, and what its end leaves owed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from enrolment.labour.dues import Account, VacationLeft, account_of
from enrolment.labour.dues_effects import dues_of
from regime.dues import Dues
from regime.rest_days import rest_of_a_week
from workflow.scenario import Move
from workflow.stage import Question, Stage
from workflow.stored import loads

KINDS: Mapping[str, str] = {
    "year": "whole",
    "service_year": "whole",
    "paid": "money",
    "premium": "money",
    "days_off": "money",
}


def _owed(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What is owed beside the wage on a day: the bonus of its year, vacation to be claimed, the rest of a week."""
    affiliation = stage.case_of(session, move, "affiliation")
    account = account_of(session, affiliation, session.info["settings"].policies)
    if account is None:
        return {"watched": False}
    day = move.at.astimezone(stage.zone).date()
    bonus, case = account.bonus(day.year), dues_of(session, affiliation.id, "open", "to_show")
    return {
        "watched": case is not None,
        "bonus": bonus.owed.total,
        "bonus_missing": bonus.missing,
        "bonus_last_day": bonus.last_day,
        "vacations": [_vacation(left) for left in account.vacations(day)],
        "rest_of_a_week": _week(account, day).total,
    }


def _vacation(left: VacationLeft) -> dict[str, Any]:
    earned = left.earned
    return {
        "year": earned.year,
        "right_on": earned.right_on,
        "enjoy_by": earned.enjoy_by,
        "days": f"{earned.days.normalize():f}",
        "left": f"{left.left.normalize():f}",
        "premium": left.premium.amount,
        "premium_missing": left.premium_missing,
    }


def _week(account: Account, day: Any) -> Dues:
    return rest_of_a_week(account.service.pay_on(day), day, account.policies)


def _settlement(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """The account of an end as it was kept, line by line."""
    case = dues_of(session, stage.case_of(session, move, "affiliation").id, "to_settle", "to_show")
    if case is None or case.settlement is None:
        return {"reckoned": False}
    owed = Dues.from_json(loads(case.settlement))
    lines = [{"concept": line.concept, "amount": line.amount} for line in owed.lines]
    return {
        "reckoned": True,
        "state": case.state,
        "total": owed.total,
        "lines": lines,
        "notice_codes": [notice.code for notice in owed.notices],
    }


QUESTIONS: Mapping[str, Question] = {
    "owed": Question(_owed, needs=("case",)),
    "settlement": Question(_settlement, needs=("case",)),
}
