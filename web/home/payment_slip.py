"""The payment slip of a contribution period: what to pay, by when and why, line by line, printable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from enrolment.household.line_payers import payer_of
from enrolment.models import ContributionPeriod
from enrolment.money.contributed import Paid
from enrolment.money.late_lines import late_on
from enrolment.money.payment_models import Payment
from enrolment.money.undue import is_paid
from enrolment.queries import payments_of, worker_name
from enrolment.roles import HOUSEHOLD
from regime.periods import PeriodStatement
from regime.sentences import Sentence
from regime.surcharges import LatePayment
from regime.values import UnknownValue
from web.casework.case_page import past
from web.casework.own_cases import my_affiliation, my_period, page_of_case
from web.edge.clock import today
from web.edge.transactions import database, reading
from web.home.month_strips import next_month_of
from workflow.definition import has_tag
from workflow.stored import loads

blueprint = Blueprint("payment_slip", __name__, url_prefix="/home/payments")


@dataclass(frozen=True, slots=True)
class Slip:
    """A period as its household reads it. `days_of` gives the insured days of each month."""

    period: ContributionPeriod
    statement: PeriodStatement | None
    days_of: dict[date, tuple[int, ...]]
    late: LatePayment | None

    @property
    def missing(self) -> Decimal:
        """What is still to be paid, without surcharges."""
        return max(Decimal(0), (self.period.amount or Decimal(0)) - self.period.paid_amount)

    @property
    def days_can_change(self) -> bool:
        """Whether the days of an unpaid line by days can still be corrected."""
        return self.period.mode == "per_day" and has_tag(self.period, "changeable") and not self.period.paid_amount

    @property
    def to_pay(self) -> Decimal:
        """What is to be paid today."""
        return self.late.total - self.period.paid_amount if self.late else self.missing


@blueprint.get("/<uuid:period_id>")
def show(period_id: UUID) -> ResponseReturnValue:
    """The slip: amount and day first, then every line with its article, how the day was counted, and what if late."""
    period = my_period(period_id)
    page = page_of_case(period)
    affiliation = my_affiliation(period.affiliation_id)
    received = payments_of(reading(), period.id)
    slip = slip_of(period, today(), received)
    return render_template(
        "household/slip.html",
        slip=slip,
        page=page,
        affiliation=affiliation,
        name=worker_name(affiliation),
        today=today(),
        received=received,
        payer=payer_of(reading(), period.id),
        next_month=next_month_of(affiliation) if slip.days_can_change and HOUSEHOLD in page.reader.roles else None,
        timeline=past(reading(), page),
        notices=_notices(slip),
        demo=database().settings.demo,
        can_ask_back=is_paid(period) and HOUSEHOLD in page.reader.roles,
    )


def slip_of(period: ContributionPeriod, day: date, payments: Iterable[Payment] = ()) -> Slip:
    """What the slip of a period says on a day; a line that is overdue grows by what `payments` left of it."""
    statement = PeriodStatement.from_json(loads(period.statement)) if period.statement else None
    days = {date.fromisoformat(f"{month}-01"): tuple(numbers) for month, numbers in loads(period.days or "{}").items()}
    return Slip(period, statement, days, _late(period, day, payments))


def _notices(slip: Slip) -> tuple[Sentence, ...]:
    """Every assumption behind the slip, each once."""
    if slip.statement is None:
        return ()
    found = (*slip.statement.notices, *(notice for month in slip.statement.months for notice in month.notices))
    return tuple(dict.fromkeys(found))


def _late(period: ContributionPeriod, day: date, payments: Iterable[Payment]) -> LatePayment | None:
    if not has_tag(period, "late") or period.basis != "post_paid" or period.amount is None or period.due_day is None:
        return None
    try:
        paid = [Paid(payment.amount, payment.paid_on) for payment in payments]
        return late_on(period.amount, period.due_day, paid, day)
    except UnknownValue:  # the rate of the month is not published yet: the slip shows the amount without surcharges
        return None
