"""When what is owed beside the wage falls due, and what may be recorded as paid or enjoyed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from enrolment.labour.dues import Account
from enrolment.money.period_days import appointment, unmoved
from regime.aguinaldo import aguinaldo_last_day
from regime.dues import Dues
from regime.sentences import Sentence
from regime.working_days import DueDate
from workflow.context import Computed, Context, Surroundings

CENTS = -2
MOST_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class Employment(Surroundings):
    """The relation behind a case of labour dues: its parties, its account, how it ended."""

    household_person: UUID
    worker_person: UUID
    household_name: str
    worker_name: str
    account: Account
    ended_on: date | None
    end_reason: str


def bonus_due(context: Context) -> DueDate:
    """The last day before 20 December of the year whose bonus is next (LFT 87)."""
    day = aguinaldo_last_day(context.case.bonus_year)
    return unmoved(day, context.around.zone, Sentence("dues.bonus_due", {"day": day}))


def anniversary_due(context: Context) -> DueDate:
    """The morning on which the next year of service is complete (LFT 76)."""
    day = context.around.account.service.anniversary(context.case.anniversaries + 1)
    return appointment(day, context.around.zone, Sentence("dues.anniversary", {"day": day}))


def vacation_due(context: Context) -> DueDate | None:
    """Six months after the latest year of service, while days of it are left (LFT 81); none if that has passed."""
    left = context.around.account.vacation(context.case.anniversaries, context.day)
    if left is None or not left.left or left.earned.enjoy_by < context.day:
        return None
    because = Sentence("dues.vacation_due", {"right_on": left.earned.right_on, "day": left.earned.enjoy_by})
    return unmoved(left.earned.enjoy_by, context.around.zone, because)


def opened(context: Context) -> Computed:
    """The first bonus that Afilia watches is that of the first day on its books; earlier years it knows nothing of."""
    account, day = context.around.account, context.day
    year = max(day, account.service.began_on).year
    if max(day, account.service.began_on) > aguinaldo_last_day(year):
        year += 1
    return Computed({"bonus_year": year, "anniversaries": account.service.completed_years(day)})


def bonus_passed(context: Context) -> Computed:
    """The year is over for reminders; what was not paid of it stays owed and is shown."""
    return Computed({"bonus_year": context.case.bonus_year + 1})


def bonus_recorded(context: Context) -> Computed:
    """Once the bonus that is next has been paid in full, the next year is waited for."""
    case, data = context.case, context.data
    bonus = context.around.account.bonus(data["year"])
    settled = data["year"] == case.bonus_year and data["paid"] >= bonus.missing
    return Computed({"bonus_year": case.bonus_year + 1 if settled else case.bonus_year})


def anniversary_reached(context: Context) -> Computed:
    """One more year of service."""
    return Computed({"anniversaries": context.case.anniversaries + 1})


def settlement_reckoned(context: Context) -> Computed:
    """The explained statement of the end, kept as it stood on the day of the baja."""
    around = context.around
    owed: Dues = around.account.settlement(around.ended_on, around.end_reason)
    return Computed({"settlement": json.dumps(owed.as_json()), "settlement_amount": owed.total})


def settlement_dropped(_context: Context) -> Computed:
    """The relation goes on: nothing is owed for its end."""
    return Computed({"settlement": None, "settlement_amount": None})


def paid_is_possible(context: Context) -> Sentence | None:
    """Pesos and cents above zero, paid on a day of the relation that is not ahead of today."""
    paid: Decimal | None = context.data.get("paid")
    day: date | None = context.data.get("paid_on")
    if paid is None or not paid.is_finite() or paid <= 0 or paid.as_tuple().exponent < CENTS:  # type: ignore[operator]
        return Sentence("dues.paid_missing")
    if day is None:
        return Sentence("dues.day_missing")
    return _day_is_possible(context, day)


def bonus_year_is_possible(context: Context) -> Sentence | None:
    """A calendar year in which she has worked here."""
    year: int | None = context.data.get("year")
    first = context.around.account.service.began_on.year
    if year is not None and first <= year <= context.day.year:
        return None
    return Sentence("dues.bonus_year_outside", {"first": str(first), "last": str(context.day.year)})


def vacation_is_possible(context: Context) -> Sentence | None:
    """Days of a year of service that is complete, no more than are left of it."""
    data = context.data
    first, days, year = data.get("first_day"), data.get("days_off"), data.get("service_year")
    if first is None:
        return Sentence("dues.day_missing")
    if days is None or not days.is_finite() or not 0 < days <= MOST_DAYS:
        return Sentence("dues.days_missing")
    left = context.around.account.vacation(year, context.day) if year else None
    if left is None:
        return Sentence("dues.service_year_outside")
    if days > left.left:
        return Sentence("dues.more_than_left", {"left": shown_days(left.left)})
    return _day_is_possible(context, first)


def premium_is_possible(context: Context) -> Sentence | None:
    """The premium paid with the vacation, if any was."""
    premium: Decimal | None = context.data.get("premium")
    if premium is None or (premium.is_finite() and premium >= 0 and premium.as_tuple().exponent >= CENTS):  # type: ignore[operator]
        return None
    return Sentence("dues.premium_not_possible")


def told(context: Context) -> dict[str, Any]:
    """What the notices say: names as each side knows them, the sum and day that are meant."""
    around, case = context.around, context.case
    return {
        "worker": around.worker_name,
        "household": around.household_name,
        **_bonus_told(around.account, case),
        **_vacation_told(around.account, case, context.day),
        "settlement": case.settlement_amount,
        "ended_on": around.ended_on,
        "paid": context.data.get("paid"),
        "paid_on": context.data.get("paid_on"),
        "year": str(context.data.get("year", "")),
        "first_day": context.data.get("first_day"),
        "days_off": shown_days(context.data["days_off"]) if "days_off" in context.data else None,
    }


def shown_days(days: Decimal) -> str:
    """A number of days without idle zeros, two decimals at most."""
    return f"{days.quantize(Decimal('0.01')).normalize():f}"


def _bonus_told(account: Account, case: Any) -> Mapping[str, Any]:
    bonus = account.bonus(case.bonus_year)
    last = account.bonus(case.bonus_year - 1)
    return {
        "bonus_year": str(bonus.year),
        "bonus": bonus.missing,
        "bonus_day": bonus.last_day,
        "last_bonus_year": str(last.year),
        "last_bonus": last.missing,
    }


def _vacation_told(account: Account, case: Any, day: date) -> Mapping[str, Any]:
    left = account.vacation(case.anniversaries, day)
    if left is None:
        return {"vacation_days": "0", "premium": Decimal("0.00"), "enjoy_by": None, "years": case.anniversaries}
    return {
        "vacation_days": shown_days(left.left),
        "premium": left.premium_missing,
        "enjoy_by": left.earned.enjoy_by,
        "years": case.anniversaries,
    }


def _day_is_possible(context: Context, day: date) -> Sentence | None:
    first = context.around.account.service.began_on
    if first <= day <= context.day:
        return None
    return Sentence("dues.day_outside", {"first": first, "last": context.day})
