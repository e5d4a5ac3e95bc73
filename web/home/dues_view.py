"""What the pages of dues show of one relation: the next dates first, then how each amount came about."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from enrolment.labour.dues import Account, Bonus, VacationLeft, account_of
from enrolment.labour.dues_effects import dues_of
from enrolment.labour.dues_models import DuesRecord, LabourDues, NotReceived
from enrolment.models import Affiliation
from regime.dues import Dues
from regime.rest_days import Holiday, holidays_on_her_days, rest_of_a_week, worked_rest_day
from regime.sentences import Sentence
from regime.service import PaidFrom
from regime.vacations import vacation_notices
from web.casework.case_page import CasePage, look_at
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.transactions import database, reading
from workflow.stored import loads

AHEAD = timedelta(days=365)
HOLIDAYS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """One relation's dues on a day. `settlement` is set once it has ended, the rest while it runs."""

    account: Account
    page: CasePage | None
    bonus: Bonus | None
    earlier_bonus: Bonus | None
    vacations: tuple[VacationLeft, ...]
    next_anniversary: date
    week: Dues
    holidays: tuple[Holiday, ...]
    worked_holiday: Dues
    settlement: Dues | None
    records: tuple[DuesRecord, ...]
    missing: tuple[CasePage, ...]
    vacation_notices: tuple[Sentence, ...]


def shown_dues(relation: Affiliation) -> Shown | None:
    """What one side may see of its own relation; None before it is enrolled."""
    account = account_of(reading(), relation, database().settings.policies)
    if account is None:
        return None
    case, day = dues_of(reading(), relation.id, "open", "to_show"), today()
    paid = account.service.pay_on(day)
    return Shown(
        account=account,
        page=look_at(reading(), case, actor(), now()) if case else None,
        bonus=_bonus(account, case, day),
        earlier_bonus=_earlier(account, case),
        vacations=account.vacations(day) if relation.ended_on is None else (),
        next_anniversary=account.service.anniversary(account.service.completed_years(day) + 1),
        week=rest_of_a_week(paid, day, account.policies),
        holidays=holidays_on_her_days(paid, day, day + AHEAD)[:HOLIDAYS_SHOWN],
        worked_holiday=_worked(paid, day),
        settlement=_settlement(case),
        records=account.records,
        missing=said_missing(relation),
        vacation_notices=vacation_notices(account.service, day, account.policies),
    )


def said_missing(relation: Affiliation) -> tuple[CasePage, ...]:
    """What she has said did not arrive, as far as the reader may know of it, the newest first."""
    mine = select(NotReceived).where(NotReceived.affiliation_id == relation.id).order_by(NotReceived.opened_at.desc())
    pages = (look_at(reading(), case, actor(), now()) for case in reading().scalars(mine))
    return tuple(page for page in pages if page is not None)


def _bonus(account: Account, case: LabourDues | None, day: date) -> Bonus | None:
    if case is None or account.service.ended_on is not None:
        return None
    return account.bonus(max(case.bonus_year, day.year))


def _earlier(account: Account, case: LabourDues | None) -> Bonus | None:
    """The bonus of the year before, while Afilia has watched it and it was not recorded as paid in full."""
    if case is None or account.service.ended_on is not None or case.bonus_year - 1 < case.opened_on.year:
        return None
    earlier = account.bonus(case.bonus_year - 1)
    return earlier if earlier.missing else None


def _settlement(case: LabourDues | None) -> Dues | None:
    return Dues.from_json(loads(case.settlement)) if case is not None and case.settlement else None


def _worked(paid: PaidFrom, day: date) -> Dues:
    return Dues(day, (worked_rest_day(paid, day),), ())
