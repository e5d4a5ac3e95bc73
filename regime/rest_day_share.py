"""The share of the rest day in pay by visit or hour (LFT 72): what it is, and both ways of reading what was agreed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regime.parameters import parameter
from regime.pay import Pay, divisors
from regime.policies import Policies
from regime.rounding import to_cents
from regime.sentences import Sentence
from regime.wages import gap_of


@dataclass(frozen=True, slots=True)
class RestDayReadings:
    """Pesos of a day worked: `share` is owed on top if the pay does not hold it; if it does, `inside` is the wage of
    the day alone and `owed` what that lacks of the legal minimum."""

    share: Decimal
    inside: Decimal
    owed: Decimal

    @property
    def said(self) -> Sentence:
        """Both readings in one sentence."""
        code = "notice.rest_day_readings_short" if self.owed else "notice.rest_day_readings"
        return Sentence(code, {"share": self.share, "inside": self.inside, "owed": self.owed})


def rest_day_readings(pay: Pay, legal: Decimal, day: date, policies: Policies) -> RestDayReadings | None:
    """Both readings, given the legal minimum of a whole day; None where the pay says that it holds its rest days."""
    if pay.each not in ("visit", "hour"):
        return None
    divisor = parameter("month_divisor").on(day).value
    wage, inside = pay.wage_to_compare(divisor), to_cents(pay.wage_if_rest_day_is_inside(divisor))
    share = to_cents(wage / divisors().earning_a_rest_day)
    return RestDayReadings(share, inside, gap_of(pay, inside, legal, day, policies).owed)
