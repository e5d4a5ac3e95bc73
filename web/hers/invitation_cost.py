"""What it costs a household to insure her in an ordinary month, for the letter that she hands over."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from enrolment.relation.invitation_models import Invitation
from enrolment.relation.invitation_rules import tells
from regime.parameters import parameter
from regime.pay import PayRefused
from regime.policies import Policies
from regime.terms import TermsRefused
from web.everyone.simulation import PROJECTED, Insured, simulate, usual_mode

FROM_IT = frozenset({"days", "pay"})  # a figure says her pay and her days: it stands only where she tells both


def monthly_cost(case: Invitation, day: date, policies: Policies) -> Mapping[str, Any] | None:
    """The first whole month from a day on, by the simulator's own statement; None without her days, pay and place."""
    said = case.weekdays and case.pay_amount and case.pay_each and case.municipality
    if not said or not tells(case) >= FROM_IT:
        return None
    whole_week = int(parameter("rest_day_work").on(day).value)
    asked = Insured(
        pay_amount=Decimal(case.pay_amount or 0),
        pay_each=case.pay_each or "",
        weekdays=case.weekdays or "",
        hours_per_day=case.hours_per_day,
        weekday_hours=None,
        in_kind="none",
        municipality=case.municipality or "",
        first_day=day,
        mode=usual_mode(case.weekdays or "", whole_week),
    )
    try:
        found = simulate(asked, policies)
    except (PayRefused, TermsRefused):
        return None  # she typed what cannot be meant; the household is told on its own page
    month = found.whole
    return {
        "echo": found.echo,
        "month": month.month,
        "days": month.days,
        "total": month.statement.total,
        "insurance": month.statement.social_security,
        "housing": month.statement.infonavit,
        "withheld": month.statement.worker,
        "notices": [notice for notice in month.statement.notices if notice.code == PROJECTED],
    }
